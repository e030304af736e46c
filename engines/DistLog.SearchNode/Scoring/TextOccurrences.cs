using System.Collections.Concurrent;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Scoring;

/// <summary>How often something occurs in a text; for phrases whose words lie apart, less than once.</summary>
internal delegate float Occurrences(ReadOnlySpan<byte> text);

/// <summary>
/// Counts a word or a phrase in texts, for one search. Where digits make no difference, all messages of a template have the same count,
/// and it is found once.
/// </summary>
/// <param name="count">Counts in a text in lower case.</param>
/// <param name="seesDigits">True where texts that differ in their digits only may differ in the count.</param>
internal sealed class TextOccurrences(Occurrences count, bool seesDigits)
{
    private readonly ConcurrentDictionary<TemplateDictionary, float[]> _templates = new(ReferenceEqualityComparer.Instance);

    public float In(ReadOnlySpan<byte> text) => count(text);

    /// <summary>The count of one value of a template column; <paramref name="known"/> is what <see cref="KnownFor"/> gave for it.</summary>
    public float In(TemplateColumn column, int value, float[] known)
    {
        var number = column.Numbers[value];
        if (seesDigits || number == TemplateDictionary.None)
        {
            return count(FoldedText.Fold(column[value]));
        }

        ref var cell = ref known[number];
        return float.IsNaN(cell) ? cell = count(FoldedText.Fold(column.Dictionary.TextOf(number))) : cell;
    }

    /// <summary>The counts by template, NaN where it isn't known yet. Threads may find the same one twice; they find the same.</summary>
    public float[] KnownFor(TemplateColumn column)
    {
        var known = _templates.GetValueOrDefault(column.Dictionary, []);
        if (seesDigits || column.HighestNumber < known.Length)
        {
            return known;
        }

        var longer = new float[Math.Max(column.HighestNumber + 1, known.Length * 2)];
        known.CopyTo(longer, 0);
        longer.AsSpan(known.Length).Fill(float.NaN);
        return _templates[column.Dictionary] = longer;
    }
}
