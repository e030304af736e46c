using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// A Bloom filter of what a block's column has: the words of a text, or the values of a keyword that hardly repeats. 16 bits a word and
/// 6 hashes, the figures that VictoriaLogs uses: one block in some 2,000 is opened in vain.
/// </summary>
internal sealed class TokenFilter(ulong[] words)
{
    private const int BitsPerToken = 16;
    private const int BitsPerId = 8;
    private const int Hashes = 6;

    public int Size => words.Length * sizeof(ulong);

    /// <summary>
    /// The filter of a column, or null where none helps: dictionaries are as quick to read, and templates are looked at in the dictionary
    /// of the segment. The words of a text cost 16 bits each, ids 8: one block in 50 is read in vain then, and that is quick for ids.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="column">Its strings.</param>
    /// <param name="encoded">The form that they have taken.</param>
    public static TokenFilter? Of(FieldMapping field, RawStringColumn column, StringColumn encoded)
    {
        var tokens = new HashSet<ulong>();
        switch (encoded)
        {
            case HexColumn when field.Kind != FieldKind.Text:
                AddValues(column, tokens);
                return Of(tokens, BitsPerId);
            case RawStringColumn when field.Kind == FieldKind.Text:
                AddWords(column.Folded, tokens);
                return Of(tokens, BitsPerToken);
            case RawStringColumn when field.Kind != FieldKind.Flattened:
                AddValues(column, tokens);
                return Of(tokens, BitsPerToken);
            default:
                return null;
        }
    }

    private static TokenFilter Of(HashSet<ulong> tokens, int bitsPerToken)
    {
        var bits = new ulong[Math.Max(1, ((tokens.Count * bitsPerToken) + 63) / 64)];
        foreach (var token in tokens)
        {
            var hash = token;
            for (var i = 0; i < Hashes; i++)
            {
                var bit = BitOf(hash, bits.Length);
                bits[bit >> 6] |= 1UL << (int)(bit & 63);
                hash = Next(hash);
            }
        }

        return new TokenFilter(bits);
    }

    public bool MayContain(ReadOnlySpan<byte> token) => MayContain(Hash.Of(token));

    public bool MayContain(ulong hash)
    {
        for (var i = 0; i < Hashes; i++)
        {
            var bit = BitOf(hash, words.Length);
            if ((words[bit >> 6] >> (int)(bit & 63) & 1) == 0)
            {
                return false;
            }

            hash = Next(hash);
        }

        return true;
    }

    public byte[] ToBytes() => MemoryMarshal.AsBytes<ulong>(words).ToArray();

    public static TokenFilter FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && bytes.Length % 8 == 0
            ? new TokenFilter(MemoryMarshal.Cast<byte, ulong>(bytes).ToArray())
            : throw new DamagedDataException("a token filter has an impossible length");

    private static void AddWords(FoldedText text, HashSet<ulong> tokens)
    {
        for (var value = 0; value < text.Offsets.Length - 1; value++)
        {
            var tokenizer = new StandardTokenizer(text[value]);
            while (tokenizer.MoveNext())
            {
                tokens.Add(Hash.Of(tokenizer.Current));
            }
        }
    }

    private static void AddValues(RawStringColumn column, HashSet<ulong> tokens)
    {
        for (var value = 0; value < column.ValueCount; value++)
        {
            if (column.HasValue(value))
            {
                tokens.Add(Hash.Of(column[value]));
            }
        }
    }

    private static long BitOf(ulong hash, int length) => (long)Math.BigMul(hash, (ulong)length * 64, out _);

    private static ulong Next(ulong hash) => (hash * 0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019;
}
