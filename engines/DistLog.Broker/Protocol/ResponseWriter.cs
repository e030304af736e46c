using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using DistLog.Broker.Storage;

namespace DistLog.Broker.Protocol;

/// <summary>
/// Writes Kafka's primitive types into a pooled buffer, with slices of log files spliced in by reference: record data goes
/// from the page cache straight into the connection's send buffer.
/// </summary>
internal sealed class ResponseWriter : IDisposable
{
    // A read of this size costs little more than one of a page, and keeps the send buffers of a connection small.
    private const int SpliceChunkBytes = 64 * 1024;
    private const int InitialBytes = 512;

    private readonly List<Splice> _splices = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _length;
    private long _splicedBytes;

    /// <summary>Whether strings, arrays and bytes take the compact form and structures end in tagged fields (KIP-482).</summary>
    public bool Flexible { get; set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The first error that the response tells, if any.</summary>
    public ErrorCode FirstError { get; private set; }

    public long TotalBytes => _length + _splicedBytes;

    public void WriteInt8(sbyte value) => Reserve(1)[0] = (byte)value;

    public void WriteBool(bool value) => WriteInt8(value ? (sbyte)1 : (sbyte)0);

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void WriteUuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    public void WriteError(ErrorCode value)
    {
        FirstError = FirstError == ErrorCode.None ? value : FirstError;
        WriteInt16((short)value);
    }

    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteTextLength(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteTextLength(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteDataLength(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void WriteRaw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Records from a log file; the slice is read when the response is sent.</summary>
    public void WriteRecords(FileSlice? records)
    {
        WriteDataLength(records?.Length ?? 0);
        if (records is { Length: > 0 })
        {
            _splices.Add(new Splice(_length, records));
            _splicedBytes += records.Length;
        }
    }

    public void WriteArray<T>(IReadOnlyCollection<T> items, Action<ResponseWriter, T> writeItem)
    {
        WriteArrayLength(items.Count);
        foreach (var item in items)
        {
            writeItem(this, item);
        }
    }

    public void WriteArrayLength(int count) => WriteDataLength(count);

    /// <summary>Ends a flexible structure without tagged fields; nothing in older versions.</summary>
    public void WriteNoTags()
    {
        if (Flexible)
        {
            WriteInt8(0);
        }
    }

    public void WriteVarUInt(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
        }

        Reserve(1)[0] = (byte)value;
    }

    /// <summary>Writes the size into the first four bytes, which the caller reserved by writing any four.</summary>
    public void CompleteFrame() => BinaryPrimitives.WriteInt32BigEndian(_buffer, checked((int)(TotalBytes - 4)));

    public async ValueTask SendAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var splice in _splices)
        {
            output.Write(_buffer.AsSpan(sent, splice.At - sent));
            sent = splice.At;
            await SendSliceAsync(output, splice.Slice, cancellationToken);
        }

        output.Write(_buffer.AsSpan(sent, _length - sent));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static async ValueTask SendSliceAsync(PipeWriter output, FileSlice slice, CancellationToken cancellationToken)
    {
        for (var done = 0; done < slice.Length;)
        {
            var memory = output.GetMemory(Math.Min(SpliceChunkBytes, slice.Length - done));
            var read = slice.Read(memory.Span, done);
            output.Advance(read);
            done += read;
            await output.FlushAsync(cancellationToken);
        }
    }

    private void WriteTextLength(int length)
    {
        if (Flexible)
        {
            WriteVarUInt((uint)(length + 1));
        }
        else
        {
            WriteInt16(checked((short)length));
        }
    }

    private void WriteDataLength(int length)
    {
        if (Flexible)
        {
            WriteVarUInt((uint)(length + 1));
        }
        else
        {
            WriteInt32(length);
        }
    }

    private Span<byte> Reserve(int length)
    {
        if (_length + length > _buffer.Length)
        {
            Grow(_length + length);
        }

        var span = _buffer.AsSpan(_length, length);
        _length += length;
        return span;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private readonly record struct Splice(int At, FileSlice Slice);
}
