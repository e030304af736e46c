using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Scoring;

/// <summary>What scoring needs to know of a block, found out once: blocks never change.</summary>
internal sealed class BlockStatistics
{
    /// <summary>Words whose number of documents is remembered: some 30 KB a block at most.</summary>
    private const int TermLimit = 256;

    private static readonly ConditionalWeakTable<Block, BlockStatistics> Known = [];

    private readonly ConcurrentDictionary<string, TextLengths> _lengths = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Field, string Term), int> _frequencies = new();

    public static BlockStatistics Of(Block block) => Known.GetValue(block, static _ => new BlockStatistics());

    public TextLengths Lengths(Block block, FieldRef field) =>
        _lengths.TryGetValue(field.Path, out var lengths) ? lengths : _lengths.GetOrAdd(field.Path, TextLengths.Of(block, field));

    /// <summary>How many documents have the term; <paramref name="count"/> tells where it isn't known yet.</summary>
    public int Frequency(FieldRef field, string term, Func<int> count)
    {
        if (_frequencies.TryGetValue((field.Path, term), out var known))
        {
            return known;
        }

        if (_frequencies.Count >= TermLimit)
        {
            _frequencies.Clear();
        }

        return _frequencies[(field.Path, term)] = count();
    }
}
