using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Collector.Forward;

/// <summary>Entries <c>[time, record]</c> one behind the other: the content of the modes Forward and PackedForward.</summary>
/// <remarks>An entry that is no record is set aside and the next one is read; where its end can't be found, all the rest is set aside.</remarks>
/// <param name="content">The entries, and in the mode Forward the option behind them.</param>
/// <param name="count">How many entries there are; null: as many as the content holds.</param>
internal sealed class EntryStream(ReadOnlyMemory<byte> content, long? count) : IRecordSource
{
    private long _index;

    /// <summary>How far the content was read.</summary>
    public int Position { get; private set; }

    public bool Fill(RecordIntake intake)
    {
        var input = content.Span;
        while (HasNext(input.Length))
        {
            if (intake.IsFull)
            {
                return true;
            }
            if (!TryAdd(input[Position..], intake, out var length, out var error))
            {
                length = Reject(input[Position..], intake, error);
            }
            Position += length;
            _index++;
        }
        return false;
    }

    private bool HasNext(int length) => count is { } limit ? _index < limit : Position < length;

    private int Reject(ReadOnlySpan<byte> input, RecordIntake intake, string error)
    {
        var found = MsgPackExtent.TryFind(input, out var length);
        if (!found || intake.IsHopeless)
        {
            length = count is null ? input.Length : RestOfEntries(input);
            error += found ? "; so were many before it, and the rest is set aside with it" : "; the rest is set aside with it";
            _index = (count ?? _index + 1) - 1;
        }
        intake.Reject(input[..length], new Rejection(_index, Position, error));
        return length;
    }

    // The frame was scanned: every entry that it declares is there.
    private int RestOfEntries(ReadOnlySpan<byte> input)
    {
        var length = 0;
        for (var i = _index; i < count; i++)
        {
            length += MsgPackExtent.Of(input[length..]);
        }
        return length;
    }

    private static bool TryAdd(ReadOnlySpan<byte> input, RecordIntake intake, out int length, out string error)
    {
        length = 0;
        error = "the entry is no array of time and record";
        if (!MsgPackHeader.TryRead(input, out var entry) || entry.Kind != MsgPackKind.Array || entry.Value < 2)
        {
            return false;
        }
        length = entry.Size;
        if (!TryReadTime(input[length..], out var timeLength, out var time))
        {
            error = "the entry's time is none";
            return false;
        }
        length += timeLength;
        intake.Time = time;
        if (!intake.TryAddMsgPack(input[length..], out var recordLength, out var reason))
        {
            error = reason!;
            return false;
        }
        length += recordLength;
        Skip(input, entry.Value - 2, ref length);
        return true;
    }

    // Fluent Bit may put [time, metadata] where the time stands.
    private static bool TryReadTime(ReadOnlySpan<byte> input, out int length, out long? time)
    {
        if (!MsgPackHeader.TryRead(input, out var header) || header.Kind != MsgPackKind.Array || header.Value == 0)
        {
            return EntryTime.TryRead(input, out length, out time);
        }
        return EntryTime.TryRead(input[header.Size..], out _, out time) & MsgPackExtent.TryFind(input, out length);
    }

    private static void Skip(ReadOnlySpan<byte> input, ulong elements, ref int length)
    {
        for (var i = 0UL; i < elements && length < input.Length; i++)
        {
            length += MsgPackExtent.Of(input[length..]);
        }
    }
}
