using DistLog.Collector.Compression;
using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Collector.Forward;

/// <summary>Reads what forward messages mean: their events go to the intake, and the chunk to acknowledge to the batch that holds the last of them.</summary>
/// <param name="intake">Gathers the records.</param>
/// <param name="inflater">Inflates compressed messages.</param>
/// <param name="submit">Hands the intake's batch on, and waits while there is no room for it.</param>
internal sealed class ForwardMessages(RecordIntake intake, Inflater inflater, Func<ValueTask> submit)
{
    /// <summary>Takes one whole message.</summary>
    /// <param name="bytes">As <see cref="ForwardFramer"/> cut it; not used any more when the task ends.</param>
    /// <exception cref="PeerException">It is no forward message, or wants what is not understood.</exception>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        var frame = ForwardFrame.Parse(bytes.Span);
        if (frame.Mode == ForwardMode.Heartbeat)
        {
            return;
        }
        intake.SetTag(bytes.Span[frame.Tag]);
        intake.ResetCounts();
        var option = frame.Mode switch
        {
            ForwardMode.Packed => await TakePackedAsync(bytes, frame),
            ForwardMode.Forward => await TakeEntriesAsync(bytes[frame.Body], frame.Entries),
            _ => TakeMessage(bytes.Span, frame),
        };
        if (option.Chunk is { } chunk)
        {
            intake.Batch.Chunks.Add(chunk);
        }
        if (intake.IsFull)
        {
            await submit();
        }
    }

    private async ValueTask<ForwardOption> TakePackedAsync(ReadOnlyMemory<byte> bytes, ForwardFrame frame)
    {
        var option = ForwardOption.Parse(bytes.Span[frame.Body.End..]);
        var content = bytes[frame.Body];
        if (!option.IsGzip)
        {
            await FillAsync(new EntryStream(content, null));
            return option;
        }
        using var inflated = TryInflate(content);
        if (inflated is not null)
        {
            await FillAsync(new EntryStream(inflated.Memory, null));
        }
        return option;
    }

    // Damaged data would be as damaged the next time: it is kept and counts as taken. What is too large is left with the sender.
    private PooledBytes? TryInflate(ReadOnlyMemory<byte> content)
    {
        try
        {
            return inflater.Gzip(content);
        }
        catch (InflateException e) when (!e.IsTooLarge)
        {
            intake.Reject(content.Span, new Rejection(0, 0, e.Message));
            return null;
        }
        catch (InflateException e)
        {
            throw new PeerException("inflates_too_far", e.Message);
        }
    }

    private async ValueTask<ForwardOption> TakeEntriesAsync(ReadOnlyMemory<byte> body, long count)
    {
        var entries = new EntryStream(body, count);
        await FillAsync(entries);
        return ForwardOption.Parse(body.Span[entries.Position..]);
    }

    private ForwardOption TakeMessage(ReadOnlySpan<byte> bytes, in ForwardFrame frame)
    {
        var body = bytes[frame.Body];
        string? error = "the event's time is none";
        if (!EntryTime.TryRead(body, out var length, out var time))
        {
            length = MsgPackExtent.Of(body);
        }
        else
        {
            intake.Time = time;
            error = intake.TryAddMsgPack(body[length..], out _, out var reason) ? null : reason;
        }
        if (error is not null)
        {
            intake.Reject(bytes, new Rejection(0, 0, error));
        }
        return ForwardOption.Parse(body[(length + MsgPackExtent.Of(body[length..]))..]);
    }

    private async ValueTask FillAsync(EntryStream entries)
    {
        while (entries.Fill(intake))
        {
            await submit();
        }
    }
}
