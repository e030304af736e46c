using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using DistLog.Collector.Sink;
using DistLog.Contracts;

namespace DistLog.Tests.Collector;

/// <summary>A sink that keeps what it is given and answers when the test says so.</summary>
internal sealed class RecorderSink : IRecordSink
{
    private readonly ConcurrentQueue<OutgoingRecord> _records = new();
    private readonly ConcurrentQueue<RecordBatch> _held = new();

    /// <summary>Whether batches wait for <see cref="AnswerAll"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>What each batch is answered; null: acknowledged.</summary>
    public string? Error { get; set; }

    /// <summary>Whether there is no room.</summary>
    public bool Full { get; set; }

    public int Held => _held.Count;

    public IReadOnlyList<string> Values => [.. _records.Where(r => !r.IsDeadLetter).Select(r => Encoding.UTF8.GetString(r.Value))];

    public IReadOnlyList<string> Keys => [.. _records.Where(r => !r.IsDeadLetter).Select(r => Encoding.UTF8.GetString(r.Key!))];

    public IReadOnlyList<DeadLetter> DeadLetters =>
        [.. _records.Where(r => r.IsDeadLetter).Select(r => JsonSerializer.Deserialize(r.Value, ContractJson.Default.DeadLetter)!)];

    public bool TryAccept(RecordBatch batch)
    {
        if (Full)
        {
            return false;
        }
        Take(batch);
        return true;
    }

    public ValueTask AcceptAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        Take(batch);
        return ValueTask.CompletedTask;
    }

    public void AnswerAll()
    {
        while (_held.TryDequeue(out var batch))
        {
            Answer(batch);
        }
    }

    private void Take(RecordBatch batch)
    {
        foreach (var record in batch.Records)
        {
            _records.Enqueue(record);
        }
        batch.Begin();
        batch.Sent();
        if (Hold)
        {
            _held.Enqueue(batch);
        }
        else
        {
            Answer(batch);
        }
    }

    private void Answer(RecordBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            batch.Answered(Error);
        }
        batch.Complete();
    }
}
