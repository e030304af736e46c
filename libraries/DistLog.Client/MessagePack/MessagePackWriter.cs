using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DistLog.Client.MessagePack;

/// <summary>Writes MessagePack into one growing pooled buffer, in one pass.</summary>
/// <remarks>Format: the MessagePack specification. Not thread-safe; reused by <see cref="Clear"/>; owns its buffer until <see cref="Dispose"/>.</remarks>
internal sealed class MessagePackWriter(int initialBytes = 1024) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(initialBytes);

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void WriteNil() => WriteByte(0xc0);

    public void Write(bool value) => WriteByte(value ? (byte)0xc3 : (byte)0xc2);

    public void WriteArrayHeader(int count)
    {
        if (count <= 15)
        {
            WriteByte((byte)(0x90 | count));
            return;
        }

        WriteByte(0xdc);
        BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), checked((ushort)count));
    }

    /// <summary>Opens a map whose number of pairs is not known yet; <see cref="EndMap"/> fills it in.</summary>
    /// <returns>Where the count stands.</returns>
    public int BeginMap()
    {
        WriteByte(0xde);
        Take(sizeof(ushort));
        return Length - sizeof(ushort);
    }

    public void EndMap(int position, int count) =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(position), checked((ushort)count));

    public void Write(long value)
    {
        if (value is >= -32 and <= 127)
        {
            WriteByte(unchecked((byte)value));
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            WriteByte(0xd2);
            BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), (int)value);
        }
        else
        {
            WriteByte(0xd3);
            BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);
        }
    }

    /// <summary>Writes an unsigned integer in nine bytes, whatever its size, so that it can be patched in place.</summary>
    public void WriteFixedUInt64(ulong value)
    {
        WriteByte(0xcf);
        BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);
    }

    public void Write(double value)
    {
        WriteByte(0xcb);
        BinaryPrimitives.WriteDoubleBigEndian(Take(sizeof(double)), value);
    }

    /// <summary>Writes text; a lone surrogate becomes U+FFFD.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        WriteStringHeader(bytes);
        Encoding.UTF8.GetBytes(text, Take(bytes));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteUtf8(ReadOnlySpan<byte> text)
    {
        WriteStringHeader(text.Length);
        text.CopyTo(Take(text.Length));
    }

    public void WriteBinHeader(int bytes)
    {
        WriteByte(0xc6);
        BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), (uint)bytes);
    }

    /// <summary>Writes bytes that are MessagePack already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes a string's header and hands out its bytes to be filled: for text of a known length that is formatted in place.</summary>
    public Span<byte> WriteStringInPlace(int bytes)
    {
        WriteStringHeader(bytes);
        return Take(bytes);
    }

    /// <summary>Writes Fluentd's EventTime: fixext 8 of type 0, seconds and nanoseconds, each 32 bits big-endian.</summary>
    public void WriteEventTime(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var target = Take(10);
        target[0] = 0xd7;
        target[1] = 0x00;
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], (uint)(ticks / TimeSpan.TicksPerSecond));
        BinaryPrimitives.WriteUInt32BigEndian(target[6..], (uint)(ticks % TimeSpan.TicksPerSecond * 100));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void WriteStringHeader(int bytes)
    {
        if (bytes <= 31)
        {
            WriteByte((byte)(0xa0 | bytes));
        }
        else if (bytes <= byte.MaxValue)
        {
            var target = Take(2);
            target[0] = 0xd9;
            target[1] = (byte)bytes;
        }
        else if (bytes <= ushort.MaxValue)
        {
            WriteByte(0xda);
            BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), (ushort)bytes);
        }
        else
        {
            WriteByte(0xdb);
            BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), (uint)bytes);
        }
    }

    private void WriteByte(byte value) => Take(1)[0] = value;

    private Span<byte> Take(int bytes)
    {
        if (_buffer.Length - Length < bytes)
        {
            Grow(bytes);
        }

        var span = _buffer.AsSpan(Length, bytes);
        Length += bytes;
        return span;
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + bytes));
        WrittenSpan.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
