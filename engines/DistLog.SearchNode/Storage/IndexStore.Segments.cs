using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>The store's parts: the buffer, the one that is being written to disk, and the segments.</summary>
internal sealed partial class IndexStore : IDisposable
{
    private readonly SemaphoreSlim _flushes = new(1);
    private readonly SemaphoreSlim _merges = new(1);
    private readonly Lock _manifest = new();
    private readonly SpareBuilders _spares = new();
    private readonly BlockCache _cache;
    private readonly List<(string Name, int DeadGeneration)> _unreadable = [];
    private readonly List<Segment> _withoutDeletions = [];
    private Func<IndexMapping> _mapping = null!;
    private MemoryBuffer? _flushing;
    private volatile IReadOnlyList<Segment> _segments = [];
    private long _flushedSeqNo = -1;
    private int _nextSegment = 1;
    private int _firstWalFile = int.MaxValue;
    private int _flushingFirstWalFile = int.MaxValue;
    private long _lastWrite;

    public IndexStore(int number, string name, string directory, BlockCache cache, StoreOptions options, ILogger log)
    {
        Number = number;
        Name = name;
        _directory = directory;
        _cache = cache;
        _buffer = new MemoryBuffer(cache, _spares, _gate);
        _options = options;
        _log = log;
    }

    /// <summary>True once the index is deleted or the node stops.</summary>
    public bool IsDisposed { get; private set; }

    public int SegmentCount => _segments.Count;

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The first file of the log that holds writes which no segment has.</summary>
    public int FirstNeededWalFile
    {
        get
        {
            lock (_gate)
            {
                return Math.Min(_firstWalFile, _flushingFirstWalFile);
            }
        }
    }

    /// <summary>Bytes of documents that wait in memory for a flush.</summary>
    public long BufferSize
    {
        get
        {
            lock (_gate)
            {
                return _buffer.IsEmpty ? 0 : _buffer.Size;
            }
        }
    }

    /// <summary>Milliseconds, by the machine's running time, of the last write.</summary>
    public long LastWrite => Volatile.Read(ref _lastWrite);

    /// <summary>True where something isn't in a segment yet, be it only a deletion.</summary>
    public bool HasUnflushed => FirstNeededWalFile != int.MaxValue;

    /// <summary>Documents that searches see.</summary>
    public long Count() => View.Sum(view => (long)view.Block.Rows - (view.Dead?.Count() ?? 0));

    public long SizeOnDisk() => _segments.Sum(segment => segment.SizeOnDisk);

    /// <summary>Opens the segments that the manifest names, and removes files that it doesn't.</summary>
    public void Open(Func<IndexMapping> mapping)
    {
        _mapping = mapping;
        Directory.CreateDirectory(_directory);
        var manifest = Manifest.Load(_directory);
        (_flushedSeqNo, _seqNo, _nextSegment) = (manifest.FlushedSeqNo, manifest.FlushedSeqNo, manifest.NextSegment);
        var segments = new List<Segment>();
        foreach (var (name, generation) in manifest.Segments)
        {
            OpenSegment(name, generation, segments);
        }

        _segments = segments;
        _withoutDeletions.ForEach(HideReplaced);
        RemoveStrangers(manifest);
        lock (_gate)
        {
            RefreshLocked();
        }
    }

    public void Attach(WriteAheadLog wal) => _wal = wal;

    public void Dispose()
    {
        lock (_gate)
        {
            IsDisposed = true;
            foreach (var segment in _segments)
            {
                segment.Dispose();
            }
        }
    }

    private void OpenSegment(string name, int generation, List<Segment> into)
    {
        try
        {
            var dead = generation == 0 ? [] : LoadDead(name, generation);
            var byBlock = (dead ?? []).ToLookup(address => address >> BlockLimits.RowBits, address => address & (BlockLimits.Rows - 1));
            var segment = Segment.Open(_directory, name, _cache, _log, (block, number) => new BlockRef(block, DeadOf(block, byBlock[number])));
            segment.DeadGeneration = generation;
            into.Add(segment);
            if (dead is null)
            {
                _withoutDeletions.Add(segment);
            }
        }
        catch (DamagedDataException damage)
        {
            // The manifest goes on naming it: its file is kept for whoever can mend it.
            _unreadable.Add((name, generation));
            Log.SegmentDamaged(_log, Segment.FileOf(_directory, name), damage.Message);
        }
    }

    /// <summary>The rows deleted from a segment; null where that can't be read.</summary>
    private int[]? LoadDead(string name, int generation)
    {
        var path = DeadRows.FileOf(_directory, name, generation);
        try
        {
            return DeadRows.Load(path);
        }
        catch (DamagedDataException damage)
        {
            Log.SegmentDamaged(_log, path, damage.Message + "; documents deleted from this segment are back");
            return null;
        }
    }

    private static Bits? DeadOf(Block block, IEnumerable<int> rows)
    {
        Bits? dead = null;
        foreach (var row in rows.Where(row => row < block.Rows))
        {
            (dead ??= new Bits(block.Rows)).Set(row);
        }

        return dead;
    }

    /// <summary>A crash between writing a segment and naming it in the manifest leaves files. Segments that the manifest names are never touched.</summary>
    private void RemoveStrangers(Manifest manifest)
    {
        var known = manifest.Segments.SelectMany(segment => new[]
        {
            Segment.FileOf(_directory, segment.Name),
            Segment.IdFileOf(_directory, segment.Name),
            DeadRows.FileOf(_directory, segment.Name, segment.DeadGeneration),
        }).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_directory).Where(path => Path.GetExtension(path) is ".seg" or ".ids" or ".del" or ".tmp" && !known.Contains(path)))
        {
            File.Delete(path);
        }
    }

    private StoredDocument? FindInMemory(ReadOnlySpan<byte> id, ulong hash, bool withSource) =>
        _buffer.Find(id, hash, withSource) ?? _flushing?.Find(id, hash, withSource);

    private StoredDocument? Find(ReadOnlySpan<byte> id, ulong hash, bool withSource)
    {
        if (FindInMemory(id, hash, withSource) is { } found)
        {
            return found;
        }

        var segments = _segments;
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (segments[i].Find(id, hash, withSource) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private void Kill(StoredDocument document)
    {
        if (document.Block is not null)
        {
            document.Block.Kill(document.Row);
        }
        else
        {
            _buffer.Kill(document);
        }
    }

    private void NoteWrite()
    {
        _firstWalFile = Math.Min(_firstWalFile, _wal.FileNumber);
        Volatile.Write(ref _lastWrite, Environment.TickCount64);
    }

    private void RefreshLocked()
    {
        var view = new List<BlockView>();
        foreach (var block in _segments.SelectMany(segment => segment.Blocks))
        {
            block.Refresh();
            view.Add(new BlockView(block.Block, block.VisibleDead));
        }

        _flushing?.AddTo(view);
        _buffer.AddTo(view);
        _view = view;
        _refreshedChanges = _changes;
        RefreshedSeqNo = _seqNo;
    }
}
