using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Collector.Http;

/// <summary>Records in MessagePack: a map, an array of maps, or any of these one behind the other.</summary>
internal sealed class MsgPackRecords(ReadOnlyMemory<byte> body) : IRecordSource
{
    private int _position;
    private long _index;
    private long _elements; // still owed by the array that we are in

    public bool Fill(RecordIntake intake)
    {
        var input = body.Span;
        while (_position < input.Length)
        {
            if (intake.IsFull)
            {
                return true;
            }
            if (!TryEnterArray(input))
            {
                TakeRecord(input[_position..], intake);
            }
        }
        CheckArrayEnds(input, intake);
        return false;
    }

    private bool TryEnterArray(ReadOnlySpan<byte> input)
    {
        if (_elements > 0 || !MsgPackHeader.TryRead(input[_position..], out var header) || header.Kind != MsgPackKind.Array)
        {
            return false;
        }
        _position += header.Size;
        _elements = header.Children;
        return true;
    }

    private void TakeRecord(ReadOnlySpan<byte> rest, RecordIntake intake)
    {
        if (!intake.TryAddMsgPack(rest, out var length, out var error))
        {
            length = Reject(rest, length, error!, intake);
        }
        _position += length;
        _index++;
        _elements = Math.Max(0, _elements - 1);
    }

    private int Reject(ReadOnlySpan<byte> rest, int fault, string error, RecordIntake intake)
    {
        var found = MsgPackExtent.TryFind(rest, out var length);
        if (!found || intake.IsHopeless)
        {
            length = rest.Length;
            _elements = 0;
            error += "; the rest is set aside with it";
        }
        intake.Reject(rest[..length], new Rejection(_index, _position + fault, error));
        return length;
    }

    private void CheckArrayEnds(ReadOnlySpan<byte> input, RecordIntake intake)
    {
        if (_elements > 0)
        {
            intake.Reject([], new Rejection(_index, input.Length, $"the array lacks {_elements} of its records; what it held before was taken"));
            _elements = 0;
        }
    }
}
