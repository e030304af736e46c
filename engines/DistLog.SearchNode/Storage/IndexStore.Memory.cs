using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Storage;

/// <summary>Where the documents are, until there are segments.</summary>
internal sealed partial class IndexStore : IDisposable
{
    private readonly long _flushedSeqNo = -1;
    private int _firstWalFile = int.MaxValue;
    private Func<IndexMapping> _mapping = null!;

    public IndexStore(int number, string name, string directory, StoreOptions options, ILogger log)
    {
        Number = number;
        Name = name;
        _directory = directory;
        _options = options;
        _log = log;
    }

    public void Open(Func<IndexMapping> mapping) => _mapping = mapping;

    public void Attach(WriteAheadLog wal) => _wal = wal;

    /// <summary>True once the index is deleted or the node stops.</summary>
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;

    private StoredDocument? Find(ReadOnlySpan<byte> id, ulong hash, bool withSource) => _buffer.Find(id, hash, withSource);

    private void RefreshLocked()
    {
        var view = new List<BlockView>();
        _buffer.AddTo(view, _gate);
        _view = view;
        _refreshedChanges = _changes;
    }

    /// <summary>Documents that searches see.</summary>
    public long Count() => View.Sum(view => (long)view.Block.Rows - (view.Dead?.Count() ?? 0));

    public long SizeOnDisk() => Directory.Exists(_directory) ? new DirectoryInfo(_directory).EnumerateFiles().Sum(file => file.Length) : 0;

    public int SegmentCount => View.Count;
}
