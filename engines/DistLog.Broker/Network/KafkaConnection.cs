using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using DistLog.Broker.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace DistLog.Broker.Network;

/// <summary>
/// One client. Requests are read and begun in order; responses leave in the same order. Produce requests overlap while they
/// wait for the disk; any other request is answered before the next is read, as in Kafka.
/// </summary>
internal sealed class KafkaConnection(
    ConnectionContext connection, string peer, ApiTable apis, BrokerOptions options, RefusalLog refusals, BrokerMetrics metrics,
    ILogger logger)
{
    /// <summary>Ends waiting requests when the peer is gone or the server stops.</summary>
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(
        connection.ConnectionClosed, connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default);

    private readonly Channel<PendingResponse> _pending = Channel.CreateBounded<PendingResponse>(
        new BoundedChannelOptions(options.MaxInFlightRequests) { SingleReader = true, SingleWriter = true });

    private bool IsStopRequested =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.IsCancellationRequested ?? false;

    public async Task RunAsync()
    {
        using var ended = _ended;
        var sending = SendAsync();
        try
        {
            await ReadAsync();
        }
        catch (MalformedRequestException malformed)
        {
            refusals.Refused(peer, malformed.Message);
        }
        catch (Exception gone) when (gone is IOException or ConnectionAbortedException)
        {
            // The peer reset the connection, or a failed request ended it: no news for the log.
        }

        _pending.Writer.TryComplete();
        await sending;
    }

    private async Task ReadAsync()
    {
        // Not cancelled by the peer's end: what it sent before closing (with acks=0, for instance) still counts.
        var input = connection.Transport.Input;
        using var stop = _ended.Token.UnsafeRegister(static pipe => ((PipeReader)pipe!).CancelPendingRead(), input);
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            while (TakeFrame(ref buffer, out var frame))
            {
                await BeginAsync(frame);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted || IsStopRequested)
            {
                return;
            }
        }
    }

    private bool TakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame) =>
        FrameReader.TryRead(ref buffer, options.MaxRequestBytes, out frame, out var declared) switch
        {
            FrameStatus.Done => true,
            FrameStatus.NeedMore => false,
            _ => throw new MalformedRequestException(
                $"a frame of {declared} bytes is not between {FrameReader.MinFrameBytes} and {options.MaxRequestBytes} (Broker:MaxRequestBytes)"),
        };

    private async ValueTask BeginAsync(ReadOnlySequence<byte> frame)
    {
        var length = (int)frame.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            frame.CopyTo(bytes);
            var begun = Begin(bytes.AsMemory(0, length), out var overlaps);
            await _pending.Writer.WriteAsync(begun);
            if (!overlaps)
            {
                await begun.Handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private PendingResponse Begin(Memory<byte> frame, out bool overlaps)
    {
        var reader = new RequestReader(frame);
        var header = RequestHeader.Read(reader, apis);
        var writer = new ResponseWriter();
        writer.WriteInt32(0);
        writer.WriteInt32(header.CorrelationId);
        writer.Flexible = ApiTable.HasFlexibleResponseHeader(header.Api, header.Version);
        writer.WriteNoTags();
        writer.Flexible = ApiTable.IsFlexible(header.Api, header.Version);
        var context = new RequestContext(header.Version, reader, writer, header.ClientId, "/" + peer, _ended.Token) { Frame = frame };
        overlaps = header.Api.Key == ApiKey.Produce;
        metrics.RequestBegun(header.Api.Key);
        return new PendingResponse(header, context, header.Api.HandleAsync(context));
    }

    private async Task SendAsync()
    {
        var output = connection.Transport.Output;
        await foreach (var pending in _pending.Reader.ReadAllAsync())
        {
            using var writer = pending.Context.Writer;
            if (await FinishAsync(pending, output) && _pending.Reader.TryPeek(out _))
            {
                continue;
            }

            if (!await FlushAsync(output))
            {
                connection.Abort();
            }
        }
    }

    /// <summary>Writes the response; false, and the connection ends, when there is none because the request failed.</summary>
    private async Task<bool> FinishAsync(PendingResponse pending, PipeWriter output)
    {
        try
        {
            await pending.Handling;
            if (!pending.Context.NoResponse)
            {
                metrics.Answered(pending.Header.Api.Key, pending.Context.Writer.FirstError);
                pending.Context.Writer.CompleteFrame();
                await pending.Context.Writer.SendAsync(output, connection.ConnectionClosed);
            }

            return true;
        }
        catch (MalformedRequestException malformed)
        {
            refusals.Refused(peer, malformed.Message);
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
        catch (Exception failure)
        {
            Log.RequestFailed(logger, (short)pending.Header.Api.Key, pending.Header.Version, peer, failure);
        }

        connection.Abort();
        return false;
    }

    private async Task<bool> FlushAsync(PipeWriter output)
    {
        try
        {
            var flushed = await output.FlushAsync(connection.ConnectionClosed);
            return !flushed.IsCompleted;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record PendingResponse(RequestHeader Header, RequestContext Context, Task Handling);
}
