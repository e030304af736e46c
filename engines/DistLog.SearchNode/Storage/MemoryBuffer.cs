using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// The documents of one index since its last flush: full blocks, the open one, and where each id is. The store's lock guards it; only
/// the encoding of full blocks, which takes most of the time that writing takes, goes on outside of it.
/// A row's address is its block's number and its place in it: <c>block &lt;&lt; 13 | row</c>.
/// </summary>
internal sealed class MemoryBuffer(BlockCache cache, SpareBuilders spares, Lock gate)
{
    /// <summary>Held by whoever encodes: the blocks share their templates, so there is one at a time, in order.</summary>
    private readonly Lock _encoding = new();

    private readonly IdTable _ids = new();
    private readonly TemplateSet _templates = new();
    private readonly List<BlockRef> _sealed = [];
    private readonly List<ulong[]> _hashes = [];
    private readonly Queue<(int Number, BlockBuilder Builder)> _unencoded = new();
    private BlockBuilder _open = spares.Take();
    private Bits _openDead = new(BlockLimits.Rows);
    private Bits? _visibleOpenDead;
    private bool _openStale;
    private ulong[] _openHashes = new ulong[1024];
    private long _sealedSize;

    /// <summary>The full blocks.</summary>
    public IReadOnlyList<BlockRef> Sealed => _sealed;

    /// <summary>The hashes of the ids of each full block.</summary>
    public IReadOnlyList<ulong[]> Hashes => _hashes;

    /// <summary>How many of them wait for being encoded.</summary>
    public int Unencoded => _unencoded.Count;

    /// <summary>The templates that the sealed blocks' messages are made from.</summary>
    public TemplateSet Templates => _templates;

    public bool IsEmpty => _sealed.Count == 0 && _open.Rows == 0;

    /// <summary>Bytes held, roughly: the columns of a block that isn't encoded are taken to be as big as its source.</summary>
    public long Size => _sealedSize + (2L * _open.SourceSize) + _ids.Size;

    public void Append(ReadOnlySpan<byte> id, ulong hash, long seqNo, long version, ReadOnlySpan<byte> source, DocumentParser parsed)
    {
        var row = _open.Append(id, seqNo, version, source, parsed);
        if (row == _openHashes.Length)
        {
            Array.Resize(ref _openHashes, row * 2);
        }

        _openHashes[row] = hash;
        _ids.Add(hash, (_sealed.Count << BlockLimits.RowBits) | row);
        if (_open.IsFull)
        {
            Close();
        }
    }

    /// <summary>Makes the processor fetch what looks for these ids will read.</summary>
    public void Prefetch(ReadOnlySpan<PreparedWrite> writes)
    {
        foreach (ref readonly var write in writes)
        {
            _ids.Prefetch(write.Hash);
        }
    }

    /// <summary>The live document of an id, or null.</summary>
    public StoredDocument? Find(ReadOnlySpan<byte> id, ulong hash, bool withSource)
    {
        for (var cursor = -1; _ids.Next(hash, ref cursor, out var address);)
        {
            var (block, row) = (address >> BlockLimits.RowBits, address & (BlockLimits.Rows - 1));
            if (block == _sealed.Count)
            {
                if (!_openDead[row] && _open.IdOf(row).SequenceEqual(id))
                {
                    var (seqNo, version) = _open.VersionOf(row);
                    return new StoredDocument(null, row, seqNo, version, withSource ? _open.SourceOf(row) : default)
                    {
                        IgnoredColumn = withSource ? _open.Snapshot(SystemFields.Ignored.Ordinal, row + 1) : null,
                        RoutingColumn = withSource ? _open.Snapshot(SystemFields.Routing.Ordinal, row + 1) : null,
                    };
                }
            }
            else if (!_sealed[block].IsDead(row) && _sealed[block].Block.HasId(row, id))
            {
                ShareUnencoded(withSource);
                return StoredDocument.Read(_sealed[block], row, withSource);
            }
        }

        return null;
    }

    /// <summary>Notes that blocks which aren't encoded are going to be read outside of the lock.</summary>
    private void ShareUnencoded(bool isRead)
    {
        foreach (var (_, builder) in _unencoded)
        {
            builder.IsShared |= isRead;
        }
    }

    public void Kill(StoredDocument document)
    {
        if (document.Block is not null)
        {
            document.Block.Kill(document.Row);
            return;
        }

        _openDead.Set(document.Row);
        _openStale = true;
    }

    /// <summary>Closes the open block, so that the next document starts a new one.</summary>
    public void Close()
    {
        if (_open.Rows == 0)
        {
            return;
        }

        var block = new OpenBlock(_open, _open.Rows, gate);
        _hashes.Add(_openHashes[.._open.Rows]);
        _unencoded.Enqueue((_sealed.Count, _open));
        _sealed.Add(new BlockRef(block, _openDead.IsEmpty ? null : _openDead.Copy(block.Rows)) { IsUnsaved = true });
        _sealedSize += 2 * block.Size;
        (_open, _openDead, _visibleOpenDead, _openStale) = (spares.Take(), new Bits(BlockLimits.Rows), null, false);
    }

    /// <summary>Encodes the blocks that wait for it. Called without the store's lock.</summary>
    public void Encode()
    {
        lock (_encoding)
        {
            while (NextUnencoded() is { } builder)
            {
                Replace(builder.Seal(_templates, cache));
            }
        }
    }

    private BlockBuilder? NextUnencoded()
    {
        lock (gate)
        {
            return _unencoded.TryPeek(out var next) ? next.Builder : null;
        }
    }

    /// <summary>Puts an encoded block in its place. Views keep the old one until the next refresh.</summary>
    private void Replace(MemoryBlock block)
    {
        lock (gate)
        {
            var (number, builder) = _unencoded.Dequeue();
            _sealed[number] = _sealed[number].MovedTo(block);
            _sealedSize += block.Size - (2 * builder.SourceSize);
            spares.Return(builder);
        }
    }

    /// <summary>Shows everything written so far, deletions too, and adds it to a view.</summary>
    public void AddTo(List<BlockView> view)
    {
        ShareUnencoded(isRead: true);
        foreach (var block in _sealed)
        {
            block.Refresh();
            view.Add(new BlockView(block.Block, block.VisibleDead));
        }

        if (_open.Rows == 0)
        {
            return;
        }

        if (_openStale)
        {
            (_visibleOpenDead, _openStale) = (_openDead.Copy(), false);
        }

        _open.IsShared = true;
        view.Add(new BlockView(new OpenBlock(_open, _open.Rows, gate), _visibleOpenDead?.Copy(_open.Rows)));
    }
}
