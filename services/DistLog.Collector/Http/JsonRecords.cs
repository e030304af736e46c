using System.Text.Unicode;
using DistLog.Collector.Records;

namespace DistLog.Collector.Http;

/// <summary>Records in JSON: an object, an array of them, one a line, or one behind the other, in any mixture.</summary>
/// <remarks>
/// Behind a fault the next line is tried, which is right for NDJSON and for pretty-printed JSON finds nothing worse than more
/// faults. Within an array nothing tells where the next element begins: the rest of it is set aside in one piece.
/// </remarks>
internal sealed class JsonRecords(ReadOnlyMemory<byte> body) : IRecordSource
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    // A byte order mark is no part of JSON, and some senders put one.
    private int _position = body.Span.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? 3 : 0;
    private long _index;
    private bool _inArray;
    private bool _afterElement;

    public bool Fill(RecordIntake intake)
    {
        var input = body.Span;
        while (MoveToValue(input, intake))
        {
            if (intake.IsFull)
            {
                return true;
            }
            TakeValue(input, intake);
        }
        return false;
    }

    // Steps over blanks and an array's punctuation.
    private bool MoveToValue(ReadOnlySpan<byte> input, RecordIntake intake)
    {
        while (true)
        {
            SkipBlanks(input);
            if (_position == input.Length)
            {
                CheckArrayEnds(input, intake);
                return false;
            }
            if (!_inArray && input[_position] == '[')
            {
                (_inArray, _afterElement) = (true, false);
            }
            else if (_inArray && input[_position] == ']')
            {
                _inArray = false;
            }
            else if (_inArray && _afterElement && input[_position] == ',')
            {
                _afterElement = false;
            }
            else
            {
                return true;
            }
            _position++;
        }
    }

    private void TakeValue(ReadOnlySpan<byte> input, RecordIntake intake)
    {
        var rest = input[_position..];
        if (_inArray && _afterElement)
        {
            SetAside(rest, 0, "a comma or the end of the array is missing; the rest is set aside with it", intake);
            return;
        }
        var reader = new JsonRecordReader(rest);
        var error = reader.Read();
        if (!reader.IsWhole || intake.IsHopeless)
        {
            SetAsideBroken(rest, reader.Length, error ?? "so many records before it were bad that the rest is set aside", intake);
            return;
        }
        var value = rest[..reader.Length];
        if (error is not null || !TryAdd(value, reader.Key, intake, out error))
        {
            intake.Reject(value, new Rejection(_index, _position, error!));
        }
        _position += value.Length;
        _index++;
        _afterElement = true;
    }

    private static bool TryAdd(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key, RecordIntake intake, out string? error) => Utf8.IsValid(value)
        ? intake.TryAddJson(value, key, 0, out error)
        : intake.TryAddJson(JsonText.Repair(value), JsonText.Repair(key), 1, out error);

    private void SetAsideBroken(ReadOnlySpan<byte> rest, int fault, string error, RecordIntake intake)
    {
        var line = _inArray || intake.IsHopeless ? -1 : rest[fault..].IndexOf((byte)'\n');
        var end = line < 0 ? rest.Length : fault + line + 1;
        SetAside(rest[..end], fault, error, intake);
    }

    private void SetAside(ReadOnlySpan<byte> bytes, int fault, string error, RecordIntake intake)
    {
        intake.Reject(bytes, new Rejection(_index, _position + fault, error));
        _position += bytes.Length;
        _index++;
        _inArray = _inArray && _position < body.Length;
    }

    private void CheckArrayEnds(ReadOnlySpan<byte> input, RecordIntake intake)
    {
        if (_inArray)
        {
            intake.Reject("["u8, new Rejection(_index, input.Length, "the array does not end; what it held before was taken"));
            _inArray = false;
        }
    }

    private void SkipBlanks(ReadOnlySpan<byte> input)
    {
        var next = input[_position..].IndexOfAnyExcept(Blanks);
        _position = next < 0 ? input.Length : _position + next;
    }
}
