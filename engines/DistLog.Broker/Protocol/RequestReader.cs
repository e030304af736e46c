using System.Buffers.Binary;
using System.Text;

namespace DistLog.Broker.Protocol;

/// <summary>
/// Reads Kafka's primitive types from one request's bytes. Every length is checked against the bytes that are there,
/// so that a lying length costs an exception and never an allocation.
/// </summary>
/// <param name="buffer">Owned by the caller; slices that are handed out are views of it.</param>
internal sealed class RequestReader(ReadOnlyMemory<byte> buffer)
{
    private int _position;

    /// <summary>Whether strings, arrays and bytes are in the compact form and structures end in tagged fields (KIP-482).</summary>
    public bool Flexible { get; set; }

    public int Remaining => buffer.Length - _position;

    public byte ReadByte() => Take(1)[0];

    public sbyte ReadInt8() => (sbyte)ReadByte();

    public bool ReadBool() => ReadByte() != 0;

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    public string ReadString() => ReadNullableString() ?? throw new MalformedRequestException("a string that must be there is null");

    public string? ReadNullableString() => ReadText(Flexible ? ReadCompactLength() : ReadInt16());

    /// <summary>The client id of a request header, which is never compact (KIP-482).</summary>
    public string? ReadHeaderString() => ReadText(ReadInt16());

    /// <summary>A view of the request's bytes, valid as long as they are; null is answered by an empty view.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        var length = Flexible ? ReadCompactLength() : ReadInt32();
        if (length <= 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        Check(length);
        var slice = buffer.Slice(_position, length);
        _position += length;
        return slice;
    }

    public List<T> ReadArray<T>(Func<RequestReader, T> readItem) => ReadNullableArray(readItem) ?? [];

    public List<T>? ReadNullableArray<T>(Func<RequestReader, T> readItem)
    {
        var count = Flexible ? ReadCompactLength() : ReadInt32();
        if (count < 0)
        {
            return null;
        }

        // No item is smaller than one byte, so a count above the remaining bytes is a lie.
        Check(count);
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(readItem(this));
        }

        return items;
    }

    /// <summary>Passes over the tagged fields that end a flexible structure; none that clients send change what the broker does.</summary>
    public void SkipTags()
    {
        if (!Flexible)
        {
            return;
        }

        for (var count = ReadVarUInt(); count > 0; count--)
        {
            ReadVarUInt();
            Take(checked((int)Math.Min(ReadVarUInt(), int.MaxValue)));
        }
    }

    public uint ReadVarUInt()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = ReadByte();
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new MalformedRequestException("a variable-length integer is longer than five bytes");
    }

    private int ReadCompactLength() => (int)Math.Min(ReadVarUInt(), int.MaxValue) - 1;

    private string? ReadText(int length) => length < 0 ? null : Encoding.UTF8.GetString(Take(length));

    private ReadOnlySpan<byte> Take(int length)
    {
        Check(length);
        var span = buffer.Span.Slice(_position, length);
        _position += length;
        return span;
    }

    private void Check(int length)
    {
        if (length > Remaining)
        {
            throw new MalformedRequestException($"a length of {length} where {Remaining} bytes remain");
        }
    }
}
