using System.Runtime.InteropServices;
using DistLog.Broker.Protocol;
using DistLog.Broker.Records;

namespace DistLog.Broker.Storage;

/// <summary>One appended batch of an idempotent producer.</summary>
internal readonly record struct ProducedBatch(int FirstSequence, int LastSequence, long BaseOffset, long Timestamp);

/// <summary>
/// What a partition knows of its idempotent producers: the last five batches of each, which is as many as a client keeps in
/// flight. Not thread-safe; the partition's lock guards it.
/// </summary>
internal sealed class ProducerStates
{
    public const int BatchesKept = 5;

    private readonly Dictionary<long, ProducerState> _producers = [];

    public IReadOnlyDictionary<long, ProducerState> All => _producers;

    /// <summary>Whether the batch is next in its producer's sequence.</summary>
    /// <param name="header">The batch as the producer sent it.</param>
    /// <param name="duplicate">The batch that was appended when this one was sent before; then there is no error.</param>
    public ErrorCode Check(in RecordBatchHeader header, out ProducedBatch? duplicate)
    {
        duplicate = null;
        if (!header.HasProducer || !_producers.TryGetValue(header.ProducerId, out var state))
        {
            return ErrorCode.None;
        }

        if (header.ProducerEpoch < state.Epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        if (header.ProducerEpoch > state.Epoch)
        {
            return header.BaseSequence == 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
        }

        duplicate = state.Find(header.BaseSequence, header.LastSequence);
        return duplicate is not null || state.IsNext(header.BaseSequence) ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
    }

    /// <summary>Enters an appended batch.</summary>
    public void Add(in RecordBatchHeader header)
    {
        if (!header.HasProducer)
        {
            return;
        }

        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_producers, header.ProducerId, out _);
        if (state is null || state.Epoch != header.ProducerEpoch)
        {
            state = new ProducerState(header.ProducerEpoch);
        }

        state.Add(new ProducedBatch(header.BaseSequence, header.LastSequence, header.BaseOffset, header.MaxTimestamp));
    }

    public void Restore(long producerId, ProducerState state) => _producers[producerId] = state;

    public void Clear() => _producers.Clear();

    /// <summary>Forgets producers whose last batch is older than the time, so that short-lived ones do not add up.</summary>
    public void Expire(long beforeTimestamp)
    {
        foreach (var (id, state) in _producers)
        {
            if (state.Batches[^1].Timestamp < beforeTimestamp)
            {
                _producers.Remove(id);
            }
        }
    }
}

/// <summary>One producer in one partition.</summary>
internal sealed class ProducerState(short epoch)
{
    private readonly List<ProducedBatch> _batches = new(ProducerStates.BatchesKept);

    public short Epoch { get; } = epoch;

    /// <summary>Oldest first; never empty once entered.</summary>
    public IReadOnlyList<ProducedBatch> Batches => _batches;

    public void Add(ProducedBatch batch)
    {
        if (_batches.Count == ProducerStates.BatchesKept)
        {
            _batches.RemoveAt(0);
        }

        _batches.Add(batch);
    }

    public bool IsNext(int sequence) =>
        _batches.Count == 0 || sequence == (int)((_batches[^1].LastSequence + 1L) & int.MaxValue);

    public ProducedBatch? Find(int firstSequence, int lastSequence)
    {
        foreach (var batch in _batches)
        {
            if (batch.FirstSequence == firstSequence && batch.LastSequence == lastSequence)
            {
                return batch;
            }
        }

        return null;
    }
}
