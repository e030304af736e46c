using System.Buffers.Binary;

namespace DistLog.Collector.MsgPack;

/// <summary>The head of one MessagePack element: everything but the payload of a string, binary or extension and the children of a container.</summary>
/// <remarks>Format: https://github.com/msgpack/msgpack/blob/master/spec.md. Numbers are big-endian.</remarks>
internal readonly struct MsgPackHeader
{
    /// <summary>The most bytes a head takes: one for the type and eight for a number.</summary>
    public const int MaxSize = 9;

    private MsgPackHeader(MsgPackKind kind, int size, ulong value, sbyte extensionType = 0)
    {
        Kind = kind;
        Size = size;
        Value = value;
        ExtensionType = extensionType;
    }

    public MsgPackKind Kind { get; }

    /// <summary>How many bytes the head itself takes.</summary>
    public int Size { get; }

    /// <summary>A number's bits, or a payload's bytes, or how many children.</summary>
    public ulong Value { get; }

    public sbyte ExtensionType { get; }

    /// <summary>Bytes that follow the head and belong to this element alone.</summary>
    public uint PayloadLength => Kind is MsgPackKind.String or MsgPackKind.Binary or MsgPackKind.Extension ? (uint)Value : 0;

    /// <summary>Elements that follow: a map has a key and a value for each entry.</summary>
    public long Children => Kind switch
    {
        MsgPackKind.Array => (long)Value,
        MsgPackKind.Map => (long)Value * 2,
        _ => 0,
    };

    /// <summary>Reads the head at the start of <paramref name="input"/>.</summary>
    /// <returns>False where bytes are missing.</returns>
    public static bool TryRead(ReadOnlySpan<byte> input, out MsgPackHeader header)
    {
        header = default;
        if (input.IsEmpty)
        {
            return false;
        }
        var code = input[0];
        if (code is < 0xc0 or >= 0xe0)
        {
            header = Small(code);
            return true;
        }
        var size = SizeOf(code);
        if (input.Length < size)
        {
            return false;
        }
        header = Large(code, size, input);
        return true;
    }

    private static MsgPackHeader Small(byte code) => code switch
    {
        <= 0x7f => new(MsgPackKind.Integer, 1, code),
        <= 0x8f => new(MsgPackKind.Map, 1, (ulong)(code & 0x0f)),
        <= 0x9f => new(MsgPackKind.Array, 1, (ulong)(code & 0x0f)),
        <= 0xbf => new(MsgPackKind.String, 1, (ulong)(code & 0x1f)),
        _ => new(MsgPackKind.Integer, 1, (ulong)(sbyte)code),
    };

    private static int SizeOf(byte code) => code switch
    {
        0xc4 or 0xcc or 0xd0 or 0xd9 or (>= 0xd4 and <= 0xd8) => 2,
        0xc5 or 0xc7 or 0xcd or 0xd1 or 0xda or 0xdc or 0xde => 3,
        0xc8 => 4,
        0xc6 or 0xca or 0xce or 0xd2 or 0xdb or 0xdd or 0xdf => 5,
        0xc9 => 6,
        0xcb or 0xcf or 0xd3 => 9,
        _ => 1,
    };

    private static MsgPackHeader Large(byte code, int size, ReadOnlySpan<byte> input)
    {
        var body = input[1..size];
        return code switch
        {
            0xc0 => new(MsgPackKind.Nil, size, 0),
            0xc2 or 0xc3 => new(MsgPackKind.Boolean, size, (ulong)(code & 1)),
            >= 0xc4 and <= 0xc6 => new(MsgPackKind.Binary, size, Unsigned(body)),
            >= 0xc7 and <= 0xc9 => new(MsgPackKind.Extension, size, Unsigned(body[..^1]), (sbyte)body[^1]),
            0xca => new(MsgPackKind.Single, size, Unsigned(body)),
            0xcb => new(MsgPackKind.Double, size, Unsigned(body)),
            >= 0xcc and <= 0xcf => new(MsgPackKind.Unsigned, size, Unsigned(body)),
            >= 0xd0 and <= 0xd3 => new(MsgPackKind.Integer, size, Signed(body)),
            >= 0xd4 and <= 0xd8 => new(MsgPackKind.Extension, size, 1UL << (code - 0xd4), (sbyte)body[0]),
            >= 0xd9 and <= 0xdb => new(MsgPackKind.String, size, Unsigned(body)),
            0xdc or 0xdd => new(MsgPackKind.Array, size, Unsigned(body)),
            0xde or 0xdf => new(MsgPackKind.Map, size, Unsigned(body)),
            _ => new(MsgPackKind.Invalid, size, 0),
        };
    }

    private static ulong Unsigned(ReadOnlySpan<byte> body) => body.Length switch
    {
        1 => body[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(body),
        4 => BinaryPrimitives.ReadUInt32BigEndian(body),
        _ => BinaryPrimitives.ReadUInt64BigEndian(body),
    };

    private static ulong Signed(ReadOnlySpan<byte> body) => body.Length switch
    {
        1 => (ulong)(sbyte)body[0],
        2 => (ulong)BinaryPrimitives.ReadInt16BigEndian(body),
        4 => (ulong)BinaryPrimitives.ReadInt32BigEndian(body),
        _ => BinaryPrimitives.ReadUInt64BigEndian(body),
    };
}
