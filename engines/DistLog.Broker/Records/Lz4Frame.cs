using System.Buffers.Binary;

namespace DistLog.Broker.Records;

/// <summary>
/// Unpacks an LZ4 frame (lz4_Frame_format.md): magic (4), flags (1), block size (1), optional content size (8) and dictionary id (4),
/// header checksum (1), then blocks of a little-endian length whose top bit means "stored", ended by a zero. Checksums are passed
/// over: the record batch has its own.
/// </summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const int BlockChecksumFlag = 0x10;
    private const int ContentSizeFlag = 0x08;
    private const int DictionaryFlag = 0x01;
    private const uint StoredBit = 0x80000000;
    private const int MinMatch = 4;
    private const int MaxNibble = 15;

    public static ReadOnlyMemory<byte>? TryUnpack(ReadOnlySpan<byte> frame, int maxBytes)
    {
        if (frame.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic)
        {
            return null;
        }

        var flags = frame[4];
        var header = 7 + ((flags & ContentSizeFlag) != 0 ? 8 : 0) + ((flags & DictionaryFlag) != 0 ? 4 : 0);
        return frame.Length < header ? null : TryUnpackBlocks(frame[header..], (flags & BlockChecksumFlag) != 0 ? 4 : 0, maxBytes);
    }

    private static ReadOnlyMemory<byte>? TryUnpackBlocks(ReadOnlySpan<byte> rest, int checksumBytes, int maxBytes)
    {
        var output = new UnpackBuffer(maxBytes);
        while (rest.Length >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            if (word == 0)
            {
                return output.Written;
            }

            var length = word & ~StoredBit;
            if (length + checksumBytes > rest.Length - 4)
            {
                return null;
            }

            var block = rest.Slice(4, (int)length);
            if (!((word & StoredBit) != 0 ? output.TryAppend(block) : TryUnpackBlock(block, output)))
            {
                return null;
            }

            rest = rest[(4 + (int)length + checksumBytes)..];
        }

        return null;
    }

    /// <summary>A block is a row of sequences: token, literals, and, except in the last, a distance and a match.</summary>
    private static bool TryUnpackBlock(ReadOnlySpan<byte> block, UnpackBuffer output)
    {
        while (!block.IsEmpty)
        {
            var token = block[0];
            block = block[1..];
            if (!TryReadLength(ref block, token >> 4, out var literals) || literals > block.Length || !output.TryAppend(block[..literals]))
            {
                return false;
            }

            block = block[literals..];
            if (block.IsEmpty)
            {
                return true;
            }

            if (block.Length < 2)
            {
                return false;
            }

            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block);
            block = block[2..];
            if (!TryReadLength(ref block, token & MaxNibble, out var match) || !output.TryRepeat(distance, match + MinMatch))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A nibble of 15 is continued by bytes that are added up to the first below 255.</summary>
    private static bool TryReadLength(ref ReadOnlySpan<byte> block, int nibble, out int length)
    {
        length = nibble;
        for (var more = nibble == MaxNibble; more;)
        {
            if (block.IsEmpty)
            {
                return false;
            }

            length += block[0];
            more = block[0] == byte.MaxValue;
            block = block[1..];
        }

        return true;
    }
}
