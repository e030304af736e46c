using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>Counts the records produced for one batch until the bus has acknowledged all of them.</summary>
public sealed class Acknowledgements
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the batch itself, until it is closed.
    private int _outstanding = 1;

    public Acknowledgements() => Handler = OnDelivered;

    /// <summary>The delivery handler for <c>Produce</c>: one for all records of the batch.</summary>
    public Action<DeliveryReport<byte[], byte[]>> Handler { get; }

    /// <summary>To be called before each <c>Produce</c>.</summary>
    public void Expect() => Interlocked.Increment(ref _outstanding);

    /// <summary>To be called where <c>Produce</c> threw: that record will not be acknowledged.</summary>
    public void Forget() => Release();

    /// <summary>No further record follows. The task fails with a <see cref="KafkaException"/> where one was not delivered.</summary>
    public Task CompleteAsync()
    {
        Release();
        return _done.Task;
    }

    private void OnDelivered(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _done.TrySetException(new KafkaException(report.Error));
        }

        Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            _done.TrySetResult();
        }
    }
}
