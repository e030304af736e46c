namespace DistLog.Collector.Sink;

/// <summary>Records that go to the bus together and are acknowledged together.</summary>
/// <param name="arrival">When they arrived, milliseconds since 1970: the records' timestamp on the bus.</param>
internal sealed class RecordBatch(long arrival)
{
    private readonly List<OutgoingRecord> _records = [];
    private readonly TaskCompletionSource<BatchOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unanswered;
    private string? _error;

    public long Arrival { get; } = arrival;

    public IReadOnlyList<OutgoingRecord> Records => _records;

    /// <summary>How many records it was given; it stays when the sink has let go of them.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Chunk ids that are acknowledged when this batch is, where the sender asked for that.</summary>
    public List<byte[]> Chunks { get; } = [];

    /// <summary>Completes when every record was answered.</summary>
    public Task<BatchOutcome> Outcome => _outcome.Task;

    public void Add(in OutgoingRecord record)
    {
        _records.Add(record);
        Count++;
        Bytes += record.Value.Length + (record.Key?.Length ?? 0);
    }

    /// <summary>Begins to count answers. The count is one too many until <see cref="Sent"/>, so that it can't end while records are still being sent.</summary>
    public void Begin() => _unanswered = Count + 1;

    /// <summary>Says that all records were sent; they are let go, since the bus's client has its own copy.</summary>
    /// <returns>True for the last answer.</returns>
    public bool Sent()
    {
        _records.Clear();
        _records.Capacity = 0;
        return Answered(null);
    }

    /// <summary>Counts one record's answer.</summary>
    /// <returns>True for the last one: then <see cref="Complete"/> must be called.</returns>
    public bool Answered(string? error)
    {
        if (error is not null)
        {
            Interlocked.CompareExchange(ref _error, error, null);
        }
        return Interlocked.Decrement(ref _unanswered) == 0;
    }

    /// <summary>Tells whoever waits.</summary>
    public BatchOutcome Complete()
    {
        var outcome = new BatchOutcome(_error);
        _outcome.SetResult(outcome);
        return outcome;
    }
}
