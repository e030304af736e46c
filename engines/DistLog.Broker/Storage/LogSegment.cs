using System.Globalization;
using DistLog.Broker.Records;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>A range of a segment file that holds no readable batch.</summary>
internal readonly record struct DamagedRange(long Start, long End);

/// <summary>Where a batch is in a segment.</summary>
internal readonly record struct BatchPosition(long Position, RecordBatchHeader Header);

/// <summary>One file of record batches, named for the first offset that it may hold, with its index.</summary>
internal sealed class LogSegment : IDisposable
{
    private const string LogSuffix = ".log";
    private const string IndexSuffix = ".index";
    private const int ScanWindowBytes = 4096;

    private readonly int _indexIntervalBytes;
    private long _bytesSinceIndexEntry;
    private long _size;

    public LogSegment(string directory, long baseOffset, int indexIntervalBytes)
    {
        BaseOffset = baseOffset;
        NextOffset = baseOffset;
        Path = PathFor(directory, baseOffset);
        _indexIntervalBytes = indexIntervalBytes;
        File = System.IO.File.OpenHandle(
            Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public long BaseOffset { get; }

    public string Path { get; }

    public SafeFileHandle File { get; }

    public SegmentIndex Index { get; } = new();

    /// <summary>Bytes of whole batches; what may follow in the file is the rest of a failed append.</summary>
    public long Size => Volatile.Read(ref _size);

    public long NextOffset { get; private set; }

    /// <summary>Milliseconds since 1970; -1 while empty.</summary>
    public long MaxTimestamp { get; private set; } = -1;

    public IReadOnlyList<DamagedRange> Damage { get; private set; } = [];

    private string IndexPath => System.IO.Path.ChangeExtension(Path, IndexSuffix);

    public static string FileName(long baseOffset) => baseOffset.ToString("D20", CultureInfo.InvariantCulture);

    public static string PathFor(string directory, long baseOffset) => System.IO.Path.Combine(directory, FileName(baseOffset) + LogSuffix);

    /// <summary>Removes the files of a segment; those who have it open read on.</summary>
    public static void Delete(string directory, long baseOffset)
    {
        System.IO.File.Delete(PathFor(directory, baseOffset));
        DeleteIndex(directory, baseOffset);
    }

    public static void DeleteIndex(string directory, long baseOffset) =>
        System.IO.File.Delete(System.IO.Path.Combine(directory, FileName(baseOffset) + IndexSuffix));

    /// <summary>The base offsets of the segments in a directory, ascending.</summary>
    public static List<long> List(string directory) => [.. Directory.EnumerateFiles(directory, "*" + LogSuffix)
        .Select(path => long.TryParse(
            System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : -1)
        .Where(offset => offset >= 0)
        .Order()];

    /// <summary>Appends a batch; on an I/O error (a full disk) the segment is as before.</summary>
    public void Append(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        var at = Size;
        try
        {
            RandomAccess.Write(File, batch, at);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(File, at);
            throw;
        }

        Account(at, header);
    }

    /// <summary>Enters a batch that is in the file into index and size.</summary>
    public void Account(long at, in RecordBatchHeader header)
    {
        if (at == 0 || _bytesSinceIndexEntry >= _indexIntervalBytes)
        {
            Index.Add(new IndexEntry((int)(header.BaseOffset - BaseOffset), (int)at, MaxTimestamp));
            _bytesSinceIndexEntry = 0;
        }

        _bytesSinceIndexEntry += header.TotalBytes;
        NextOffset = header.NextOffset;
        MaxTimestamp = Math.Max(MaxTimestamp, header.MaxTimestamp);
        Volatile.Write(ref _size, at + header.TotalBytes);
    }

    /// <summary>Drops what stands after the last whole batch.</summary>
    public void SetEnd(long size, IReadOnlyList<DamagedRange> damage)
    {
        Damage = damage;
        Volatile.Write(ref _size, size);
        RandomAccess.SetLength(File, size);
    }

    /// <summary>The segment will not be written again: its index moves from memory to a file.</summary>
    public void Close()
    {
        var entries = Index.Snapshot();
        if (Damage.Count == 0)
        {
            Index.MoveTo(IndexFile.Write(IndexPath, entries, new SegmentSummary(Size, NextOffset, MaxTimestamp)), entries.Length);
        }
    }

    /// <summary>Takes size and index from the index file; false when the segment has to be read instead.</summary>
    public bool TryOpenClosed()
    {
        var file = IndexFile.TryOpen(IndexPath, RandomAccess.GetLength(File), out var count, out var summary);
        if (file is null)
        {
            return false;
        }

        Index.MoveTo(file, count);
        (NextOffset, MaxTimestamp) = (summary.NextOffset, summary.MaxTimestamp);
        Volatile.Write(ref _size, summary.SizeBytes);
        return true;
    }

    /// <summary>The first batch that ends at or after the offset, within the first <paramref name="end"/> bytes.</summary>
    public BatchPosition? FindOffset(long offset, long end) =>
        FindFrom(Index.FindOffset(RelativeOffset(offset)).Position, end, header => header.LastOffset >= offset);

    /// <summary>The first batch with a record at or after the time, within the first <paramref name="end"/> bytes.</summary>
    public BatchPosition? FindTimestamp(long timestamp, long end) =>
        FindFrom(Index.FindTimestamp(timestamp).Position, end, header => header.MaxTimestamp >= timestamp);

    /// <summary>Where the readable bytes from a position end: the next damage, or <paramref name="end"/>.</summary>
    public long ReadableEnd(long position, long end)
    {
        foreach (var range in Damage)
        {
            if (range.Start >= position)
            {
                return Math.Min(range.Start, end);
            }
        }

        return end;
    }

    /// <summary>The batch's bytes, which were checked when they were appended.</summary>
    public byte[] ReadBatch(BatchPosition batch)
    {
        var bytes = new byte[batch.Header.TotalBytes];
        var slice = new FileSlice(File, batch.Position, bytes.Length);
        for (var done = 0; done < bytes.Length;)
        {
            done += slice.Read(bytes.AsSpan(done), done);
        }

        return bytes;
    }

    public void Dispose()
    {
        File.Dispose();
        Index.Dispose();
    }

    private int RelativeOffset(long offset) => (int)Math.Clamp(offset - BaseOffset, 0, int.MaxValue);

    private BatchPosition? FindFrom(long position, long end, Predicate<RecordBatchHeader> wanted)
    {
        Span<byte> window = stackalloc byte[ScanWindowBytes];
        long windowStart = 0;
        var windowLength = 0;
        while ((position = SkipDamage(position)) + RecordBatchHeader.Size <= end)
        {
            if (windowLength == 0 || position + RecordBatchHeader.Size > windowStart + windowLength)
            {
                windowStart = position;
                windowLength = RandomAccess.Read(File, window, position);
                if (windowLength < RecordBatchHeader.Size)
                {
                    return null;
                }
            }

            var header = RecordBatchHeader.Read(window[(int)(position - windowStart)..]);
            if (wanted(header))
            {
                return new BatchPosition(position, header);
            }

            position += header.TotalBytes;
        }

        return null;
    }

    private long SkipDamage(long position)
    {
        foreach (var range in Damage)
        {
            if (position >= range.Start && position < range.End)
            {
                return range.End;
            }
        }

        return position;
    }
}
