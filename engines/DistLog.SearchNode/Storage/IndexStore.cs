using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// One index's documents. Writes go to the log and to a buffer in memory under the store's lock; a refresh shows them to searches;
/// a flush turns the buffer into a segment on disk.
/// </summary>
internal sealed partial class IndexStore
{
    /// <summary>There is one primary only, and no other ever takes over.</summary>
    public const long PrimaryTerm = 1;

    private readonly Lock _gate = new();
    private readonly string _directory;
    private WriteAheadLog _wal = null!;
    private readonly StoreOptions _options;
    private readonly ILogger _log;
    private readonly DeletedVersions _deleted = new();
    private MemoryBuffer _buffer;
    private long _seqNo = -1;
    private long _refreshedChanges;
    private long _changes;
    private volatile IReadOnlyList<BlockView> _view = [];

    /// <summary>The index's number: its folder's name, and its mark in the log.</summary>
    public int Number { get; }

    /// <summary>The name, for messages.</summary>
    public string Name { get; }

    /// <summary>
    /// The generations of the data stream before this one, as far as an event may be sent again that they have. Set by the node.
    /// </summary>
    public IReadOnlyList<IndexStore> Earlier { get; set; } = [];

    /// <summary>What searches see; an immutable list, replaced by each refresh.</summary>
    public IReadOnlyList<BlockView> View => _view;

    /// <summary>The number of the last write that searches see.</summary>
    public long RefreshedSeqNo { get; private set; } = -1;

    /// <summary>The number of the last write, or -1.</summary>
    public long MaxSeqNo => Volatile.Read(ref _seqNo);

    /// <summary>Does one write. It is durable once the log's Committed, asked for after this, completes.</summary>
    public WriteResult Write(WriteKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> source, DocumentParser? parsed, in WriteCondition condition)
    {
        PreparedWrite[] one = [new() { Kind = kind, Id = id.ToArray(), Source = source.ToArray(), Parsed = parsed, Condition = condition }];
        Write(one);
        return one[0].Result;
    }

    /// <summary>Does some writes, one after another, under one lock. They are durable once the log's Committed, asked for after this, completes.</summary>
    public void Write(Span<PreparedWrite> writes)
    {
        var segments = _segments;
        Probe(segments, writes);
        foreach (var store in Earlier)
        {
            store.FindCreated(writes);
        }

        MemoryBuffer buffer;
        bool startEncoder;
        int unencoded;
        lock (_gate)
        {
            if (IsDisposed)
            {
                throw Refuse.IndexNotFound(Name);
            }

            WriteLocked(writes, areProbed: segments == _segments);
            (buffer, startEncoder, unencoded) = (_buffer, NeedsEncoder(), _buffer.Unencoded);
        }

        EncodeFull(buffer, startEncoder, unencoded);
    }

    /// <summary>Looks for the documents that are to be created and are here already.</summary>
    private void FindCreated(Span<PreparedWrite> writes)
    {
        lock (_gate)
        {
            if (IsDisposed)
            {
                return;
            }

            foreach (ref var write in writes)
            {
                if (write.Kind == WriteKind.Create)
                {
                    write.InEarlierGeneration ??= Find(write.Id.Span, write.Hash, withSource: false);
                }
            }
        }
    }

    private void WriteLocked(Span<PreparedWrite> writes, bool areProbed)
    {
        _buffer.Prefetch(writes);
        _flushing?.Prefetch(writes);
        var (done, before) = (0, _seqNo);
        try
        {
            for (; done < writes.Length; done++)
            {
                writes[done].MayBeStored |= !areProbed;
                WriteLocked(ref writes[done]);
            }
        }
        finally
        {
            // What is in memory is in the log too, even if a bug keeps the rest from getting here.
            if (_seqNo > before)
            {
                NoteWrite();
                _wal.Append(Number, writes[..done]);
            }
        }
    }

    /// <summary>
    /// Looks outside of the lock which ids the segments may have: hardly any, of new documents. All first looks into a segment are under
    /// way before any is waited for, since each is likely to miss the processor's caches.
    /// </summary>
    private static void Probe(IReadOnlyList<Segment> segments, Span<PreparedWrite> writes)
    {
        foreach (ref var write in writes)
        {
            write.Hash = Hash.Of(write.Id.Span);
        }

        for (var i = 0; i < segments.Count; i++)
        {
            segments[i].Ids!.Prefetch(writes);
            foreach (ref var write in writes)
            {
                write.MayBeStored = write.MayBeStored || segments[i].MayHave(write.Hash);
            }
        }
    }

    private void WriteLocked(ref PreparedWrite write)
    {
        var id = write.Id.Span;
        var existing = write.MayBeStored ? Find(id, write.Hash, withSource: false) : FindInMemory(id, write.Hash, withSource: false);
        existing ??= write.InEarlierGeneration;
        if (Check(write.Kind, existing, write.Condition, id) is { } conflict)
        {
            write.Result = new WriteResult(WriteOutcome.Conflict, existing?.SeqNo ?? -2, existing?.Version ?? -1, conflict);
            return;
        }

        write.Result = new WriteResult(OutcomeOf(write.Kind, existing), ++_seqNo, NextVersion(existing, write.Condition, id));
        Apply(write.Kind == WriteKind.Delete, existing, id, write.Hash, write.Result.SeqNo, write.Result.Version, write.Source.Span, write.Parsed);
    }

    /// <summary>Does again a write that the log has, unless a segment has it already.</summary>
    public void Replay(in WalRecord record, DocumentParser? parsed, int file)
    {
        if (_buffer.Unencoded > UnencodedLimit)
        {
            _buffer.Encode();
        }

        lock (_gate)
        {
            if (record.SeqNo <= _flushedSeqNo)
            {
                return;
            }

            var hash = Hash.Of(record.Id);
            _firstWalFile = Math.Min(_firstWalFile, file);
            _seqNo = Math.Max(_seqNo, record.SeqNo);
            var existing = Find(record.Id, hash, withSource: false);
            if (existing is null || existing.SeqNo < record.SeqNo)
            {
                Apply(record.IsDelete, existing, record.Id, hash, record.SeqNo, record.Version, record.Source, parsed);
            }
        }
    }

    /// <summary>The live document of an id, refreshed or not.</summary>
    public StoredDocument? Get(ReadOnlySpan<byte> id, bool withSource = true)
    {
        var hash = Hash.Of(id);
        lock (_gate)
        {
            return Find(id, hash, withSource);
        }
    }

    /// <summary>Shows everything written so far to searches.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            if (_refreshedChanges != _changes)
            {
                RefreshLocked();
            }
        }
    }

    private static WriteOutcome OutcomeOf(WriteKind kind, StoredDocument? existing) => kind switch
    {
        WriteKind.Delete => existing is null ? WriteOutcome.NotFound : WriteOutcome.Deleted,
        _ => existing is null ? WriteOutcome.Created : WriteOutcome.Updated,
    };

    private string? Check(WriteKind kind, StoredDocument? existing, in WriteCondition condition, ReadOnlySpan<byte> id)
    {
        if (kind == WriteKind.Create && existing is not null)
        {
            return $"document already exists (current version [{existing.Version}])";
        }

        return condition.IsNone ? null : ConditionCheck.Check(condition, existing, existing?.Version ?? _deleted.VersionOf(id));
    }

    private long NextVersion(StoredDocument? existing, in WriteCondition condition, ReadOnlySpan<byte> id)
    {
        if (condition.Version is { } given && condition.VersionType != VersionType.Internal)
        {
            return given;
        }

        return (existing?.Version ?? _deleted.VersionOf(id) ?? 0) + 1;
    }

    private void Apply(bool isDelete, StoredDocument? existing, ReadOnlySpan<byte> id, ulong hash, long seqNo, long version, ReadOnlySpan<byte> source, DocumentParser? parsed)
    {
        _changes++;
        if (existing is not null)
        {
            Kill(existing);
        }

        if (isDelete)
        {
            _deleted.Add(id, version);
            return;
        }

        if (existing is null)
        {
            _deleted.Remove(id);
        }

        _buffer.Append(id, hash, seqNo, version, source, parsed!);
    }
}
