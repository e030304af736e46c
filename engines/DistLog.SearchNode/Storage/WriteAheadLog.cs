using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// The node's log of writes. Writers append to a buffer in memory; one thread writes the buffer to the file and syncs it, for all who
/// wait at once (group commit), while the next buffer fills.
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    public const int HeaderSize = 8;

    /// <summary>A file is closed at this size; files all of whose writes are in segments are deleted.</summary>
    public const long FileBytes = 64L << 20;

    /// <summary>"DLWAL", format version 2.</summary>
    public static ReadOnlySpan<byte> Header => "DLWAL\0\u0002\0"u8;

    /// <summary>Format version 1, which has no records of kind 3 and is otherwise the same.</summary>
    public static ReadOnlySpan<byte> HeaderOfVersion1 => "DLWAL\0\u0001\0"u8;

    private readonly string _directory;
    private readonly ILogger _log;
    private readonly SearchNodeMetrics? _metrics;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _committer;
    private SafeFileHandle _file;
    private long _length;
    private byte[] _pending = new byte[1 << 20];
    private byte[] _writing = new byte[1 << 20];
    private int _pendingLength;
    private TaskCompletionSource _pendingDone = NewSignal();
    private Task _lastCommit = Task.CompletedTask;
    private volatile bool _stopping;

    public WriteAheadLog(string directory, int fileNumber, ILogger log, SearchNodeMetrics? metrics = null)
    {
        _directory = directory;
        _log = log;
        _metrics = metrics;
        FileNumber = fileNumber;
        _file = Create(fileNumber);
        _committer = new Thread(Commit) { IsBackground = true, Name = "wal" };
        _committer.Start();
    }

    /// <summary>The file that is written to now. Writes appended from now on are in it or in a later one.</summary>
    public int FileNumber { get; private set; }

    /// <summary>Bytes appended since the start.</summary>
    public long Appended { get; private set; }

    /// <summary>Bytes that wait for being written.</summary>
    public int Pending => Volatile.Read(ref _pendingLength);

    public static string PathOf(string directory, int number) => Path.Combine(directory, $"{number:D8}.wal");

    /// <summary>Puts a write in line. It is durable once <see cref="Committed"/>, called after this, completes.</summary>
    public void Append(in WalRecord record)
    {
        lock (_gate)
        {
            AppendLocked(record);
        }
    }

    /// <summary>Puts an index's writes in line, those of them that changed something.</summary>
    public void Append(int index, ReadOnlySpan<PreparedWrite> writes)
    {
        lock (_gate)
        {
            foreach (ref readonly var write in writes)
            {
                if (write.IsLogged)
                {
                    AppendLocked(WalRecord.Of(index, write));
                }
            }
        }
    }

    private void AppendLocked(in WalRecord record)
    {
        var size = record.Size;
        if (_pendingLength + size > _pending.Length)
        {
            Array.Resize(ref _pending, Math.Max(_pendingLength + size, _pending.Length * 2));
        }

        record.Write(_pending.AsSpan(_pendingLength));
        _pendingLength += size;
        Appended += size;
    }

    /// <summary>Completes when everything appended so far is on the disk.</summary>
    public Task Committed()
    {
        lock (_gate)
        {
            if (_pendingLength == 0)
            {
                return _lastCommit;
            }
        }

        _work.Release();
        lock (_gate)
        {
            return _pendingLength == 0 ? _lastCommit : _pendingDone.Task;
        }
    }

    /// <summary>Deletes the files before <paramref name="firstNeeded"/>.</summary>
    public void Release(int firstNeeded)
    {
        foreach (var path in Directory.EnumerateFiles(_directory, "*.wal"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), out var number) && number < Math.Min(firstNeeded, FileNumber))
            {
                File.Delete(path);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _work.Release();
        _committer.Join();
        _file.Dispose();
        _work.Dispose();
    }

    private void Commit()
    {
        try
        {
            while (CommitOnce())
            {
            }
        }
        catch (IOException wrong)
        {
            // What the disk has now is unknown, and a retry could lie. Nothing more is acknowledged: the process ends, and recovery tells.
            Log.WalFailed(_log, wrong, FileNumber);
            Environment.FailFast("The write-ahead log could not be written: " + wrong.Message, wrong);
        }
    }

    private bool CommitOnce()
    {
        _work.Wait();
        int length;
        TaskCompletionSource done;
        lock (_gate)
        {
            length = _pendingLength;
            if (length == 0)
            {
                return !_stopping;
            }

            (_pending, _writing) = (_writing, _pending);
            done = _pendingDone;
            (_pendingDone, _pendingLength, _lastCommit) = (NewSignal(), 0, done.Task);
            if (_length > FileBytes)
            {
                Roll();
            }
        }

        Save(length);
        Shrink();
        done.SetResult();
        if (_stopping)
        {
            // What a writer has appended and nobody has asked for must not keep the end waiting.
            _work.Release();
        }

        return true;
    }

    private void Save(int length)
    {
        var started = _metrics?.CommitStarted() ?? 0;
        RandomAccess.Write(_file, _writing.AsSpan(0, length), _length);
        Durable.SyncData(_file);
        _length += length;
        _metrics?.CommitEnded(started);
    }

    /// <summary>A burst may have grown the buffers; they don't keep that for ever.</summary>
    private void Shrink()
    {
        if (_writing.Length > 16 << 20)
        {
            _writing = new byte[1 << 20];
        }
    }

    private void Roll()
    {
        _file.Dispose();
        _file = Create(++FileNumber);
    }

    private SafeFileHandle Create(int number)
    {
        var file = File.OpenHandle(PathOf(_directory, number), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(file, Header, 0);
        Durable.SyncData(file);
        Durable.SyncDirectory(_directory);
        _length = HeaderSize;
        return file;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
