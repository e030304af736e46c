using System.Buffers.Binary;
using System.Text;

namespace DistLog.Tests.Client;

/// <summary>Reads MessagePack into plain objects, independently of the code under test.</summary>
internal sealed class MessagePackReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public bool IsAtEnd => _rest.IsEmpty;

    public int Remaining => _rest.Length;

    /// <summary>The next value: null, bool, long, double, string, byte[], DateTimeOffset, object[] or a dictionary.</summary>
    /// <exception cref="EndOfStreamException">The bytes end before the value does.</exception>
    public object? Read()
    {
        var first = Take(1)[0];
        return first switch
        {
            <= 0x7f => (long)first,
            <= 0x8f => ReadMap(first & 0x0f),
            <= 0x9f => ReadArray(first & 0x0f),
            <= 0xbf => Encoding.UTF8.GetString(Take(first & 0x1f)),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc6 => Take((int)UInt32()).ToArray(),
            0xcb => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            0xcf => (long)BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            0xd2 => (long)BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd7 => ReadEventTime(),
            0xd9 => Encoding.UTF8.GetString(Take(Take(1)[0])),
            0xda => Encoding.UTF8.GetString(Take(UInt16())),
            0xdb => Encoding.UTF8.GetString(Take((int)UInt32())),
            0xdc => ReadArray(UInt16()),
            0xde => ReadMap(UInt16()),
            >= 0xe0 => (long)(sbyte)first,
            _ => throw new InvalidDataException($"0x{first:x2} is not expected here."),
        };
    }

    public Dictionary<string, object?> ReadMap() => (Dictionary<string, object?>)Read()!;

    private Dictionary<string, object?> ReadMap(int count)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            map.Add((string)Read()!, Read());
        }

        return map;
    }

    private object?[] ReadArray(int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Read();
        }

        return items;
    }

    private DateTimeOffset ReadEventTime()
    {
        Assert.Equal(0, Take(1)[0]);
        var seconds = UInt32();
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(UInt32() / 100);
    }

    private ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    private uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new EndOfStreamException();
        }

        var taken = _rest.Span[..count];
        _rest = _rest[count..];
        return taken;
    }
}
