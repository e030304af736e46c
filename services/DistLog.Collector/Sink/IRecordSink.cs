namespace DistLog.Collector.Sink;

/// <summary>Where every input ends: it takes batches, bounded, and says when the bus has them.</summary>
internal interface IRecordSink
{
    /// <summary>Takes a batch where there is room now. <see cref="RecordBatch.Outcome"/> then tells what became of it.</summary>
    /// <returns>False where the limits on what is in flight leave no room: the sender has to come again.</returns>
    bool TryAccept(RecordBatch batch);

    /// <summary>Takes a batch as soon as there is room.</summary>
    /// <exception cref="OperationCanceledException">There was none until it was called off; nothing was taken.</exception>
    ValueTask AcceptAsync(RecordBatch batch, CancellationToken cancellationToken);
}
