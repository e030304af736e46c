using DistLog.Client.Queue;
using Microsoft.Extensions.Logging;

namespace DistLog.Client.Forward;

/// <summary>
/// The one loop that empties the queue: a chunk at a time, sent until it is acknowledged, so that events arrive in order
/// and at least once. The same bytes, hence the same log_ids, are sent again after every failure.
/// </summary>
internal sealed class ForwardSender(
    ForwardEndpoint endpoint, ChunkBuilder builder, EventQueue queue, Backoff backoff, SenderTimeouts timeouts, TimeProvider time) : IDisposable
{
    private ForwardConnection? _connection;

    public LinkState Link { get; } = new();

    /// <summary>Where the client tells of its own troubles; never leads back into the client (see <see cref="Logging.DistLogLoggerProvider"/>).</summary>
    public ILogger? Diagnostics { get; set; }

    /// <summary>Called after each acknowledgement.</summary>
    public Action? Acknowledged { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await queue.WaitForBatchAsync(stop);
            var chunk = builder.Build(queue);
            if (chunk.Events > 0)
            {
                await DeliverAsync(chunk, stop);
                queue.Complete();
                Acknowledged?.Invoke();
            }
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        builder.Dispose();
    }

    private async Task DeliverAsync(Chunk chunk, CancellationToken stop)
    {
        while (!await TryDeliverAsync(chunk, stop))
        {
            await Task.Delay(backoff.Next(), time, stop);
            ClientMetrics.Resent();
        }

        backoff.Reset();
        ClientMetrics.Acknowledged(chunk.Events);
        if (Link.Delivered(chunk.Events) && Diagnostics is not null)
        {
            Log.CollectorBack(Diagnostics, endpoint);
        }
    }

    private async Task<bool> TryDeliverAsync(Chunk chunk, CancellationToken stop)
    {
        try
        {
            await ConnectAsync(stop);
            using var limit = new CancellationTokenSource(timeouts.Acknowledgement, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            await _connection!.DeliverAsync(chunk, either.Token);
            return true;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            Fail(failure);
            return false;
        }
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        if (_connection is null)
        {
            using var limit = new CancellationTokenSource(timeouts.Connect, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            _connection = await ForwardConnection.ConnectAsync(endpoint, either.Token);
        }
    }

    private void Fail(Exception failure)
    {
        var problem = failure is OperationCanceledException
            ? $"No {(_connection is null ? "connection" : "acknowledgement")} within the time limit."
            : failure.Message;
        _connection?.Dispose();
        _connection = null;
        if (Link.Failed(problem) && Diagnostics is not null)
        {
            Log.CollectorAway(Diagnostics, endpoint, problem);
        }
    }
}
