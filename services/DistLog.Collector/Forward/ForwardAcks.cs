using System.IO.Pipelines;
using System.Threading.Channels;
using DistLog.Collector.Sink;

namespace DistLog.Collector.Forward;

/// <summary>Acknowledges a connection's chunks in their order, each when the bus has it and all before it.</summary>
internal sealed class ForwardAcks(PipeWriter output)
{
    // A sender that does not read its acknowledgements is not read from either, after this many batches.
    private const int MaxPending = 1024;

    private readonly Channel<RecordBatch> _pending = Channel.CreateBounded<RecordBatch>(
        new BoundedChannelOptions(MaxPending) { SingleReader = true, SingleWriter = true });

    public ValueTask AddAsync(RecordBatch batch, CancellationToken cancellationToken) => _pending.Writer.WriteAsync(batch, cancellationToken);

    /// <summary>Says that no more batches come.</summary>
    public void End() => _pending.Writer.TryComplete();

    /// <summary>Writes acknowledgements until <see cref="End"/>.</summary>
    /// <returns>False where a batch failed, or it was called off: what came after it is not acknowledged.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in _pending.Reader.ReadAllAsync(cancellationToken))
            {
                var outcome = await batch.Outcome.WaitAsync(cancellationToken);
                if (!outcome.Acked)
                {
                    return false;
                }
                await WriteAsync(batch, cancellationToken);
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Chunks.Count == 0)
        {
            return;
        }
        foreach (var chunk in batch.Chunks)
        {
            ForwardAck.Write(output, chunk);
        }
        await output.FlushAsync(cancellationToken);
    }
}
