using System.Buffers;
using DistLog.Broker.Records;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>What stands at a position of a segment file.</summary>
internal enum ScanStatus
{
    Batch,
    End,
    Damaged,
}

/// <summary>Reads a segment file batch by batch and checks every one; for recovery, index building and compaction.</summary>
internal sealed class BatchScanner(SafeFileHandle file, long position, long end, long minOffset) : IDisposable
{
    private const int WindowBytes = 256 * 1024;

    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _windowStart = position;
    private int _windowLength;
    private long _next = position;
    private long _nextOffset = minOffset;

    /// <summary>Where the batch, or the damage, starts.</summary>
    public long Position { get; private set; }

    public RecordBatchHeader Header { get; private set; }

    /// <summary>The whole batch; valid until the scanner moves.</summary>
    public ReadOnlySpan<byte> Batch => _window.AsSpan((int)(Position - _windowStart), Header.TotalBytes);

    public ScanStatus MoveNext()
    {
        Position = _next;
        if (Position >= end)
        {
            return ScanStatus.End;
        }

        if (!IsBatchAt(Position))
        {
            return ScanStatus.Damaged;
        }

        Header = RecordBatchHeader.Read(Span(Position, RecordBatchHeader.Size));
        _next = Position + Header.TotalBytes;
        _nextOffset = Header.NextOffset;
        return ScanStatus.Batch;
    }

    /// <summary>Looks for the next whole batch after damage; false when there is none, so that the damage is the torn tail.</summary>
    public bool Resync()
    {
        for (var candidate = Position + 1; candidate + RecordBatchHeader.Size <= end; candidate++)
        {
            if (IsBatchAt(candidate))
            {
                _next = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the next batch starts; after <see cref="Resync"/>, the end of the damage.</summary>
    public long NextPosition => _next;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private bool IsBatchAt(long at)
    {
        if (end - at < RecordBatchHeader.Size)
        {
            return false;
        }

        // The magic byte is by far the cheapest test when looking for a batch byte by byte.
        var bytes = Span(at, RecordBatchHeader.Size);
        if (bytes[16] != RecordBatchHeader.CurrentMagic)
        {
            return false;
        }

        var header = RecordBatchHeader.Read(bytes);
        return header.Length >= RecordBatchHeader.Size - RecordBatchHeader.LengthOverhead
            && header.TotalBytes <= end - at
            && header.BaseOffset >= _nextOffset
            && header.LastOffsetDelta >= 0
            && header.Crc == Crc32C.Compute(Span(at, header.TotalBytes)[RecordBatchHeader.CrcStart..]);
    }

    private ReadOnlySpan<byte> Span(long at, int length)
    {
        if (at < _windowStart || at + length > _windowStart + _windowLength)
        {
            Fill(at, length);
        }

        return _window.AsSpan((int)(at - _windowStart), length);
    }

    private void Fill(long at, int length)
    {
        if (_window.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(length);
        }

        (_windowStart, _windowLength) = (at, 0);
        var wanted = (int)Math.Min(_window.Length, end - at);
        while (_windowLength < wanted)
        {
            var read = RandomAccess.Read(file, _window.AsSpan(_windowLength, wanted - _windowLength), at + _windowLength);
            if (read == 0)
            {
                throw new IOException($"the segment file ends at {at + _windowLength}, {end} expected");
            }

            _windowLength += read;
        }
    }
}
