using System.Runtime.CompilerServices;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Scoring;

/// <summary>The number of words of a dictionary's templates, which is that of their messages; each is counted once, when a block first uses it.</summary>
internal sealed class TemplateLengths
{
    private static readonly ConditionalWeakTable<TemplateDictionary, TemplateLengths> Known = [];

    private int[] _lengths = [];

    /// <summary>By template one more than its words, 0 where they aren't counted yet; with room for those of a column.</summary>
    public static int[] KnownFor(TemplateColumn column)
    {
        var known = Known.GetValue(column.Dictionary, static _ => new TemplateLengths());
        var lengths = known._lengths;
        if (column.HighestNumber >= lengths.Length)
        {
            Array.Resize(ref lengths, Math.Max(column.HighestNumber + 1, lengths.Length * 2));
            // What another thread has counted meanwhile may be lost; it is counted again.
            known._lengths = lengths;
        }

        return lengths;
    }

    /// <summary>The words of a column's value; <paramref name="known"/> is what <see cref="KnownFor"/> gave for the column.</summary>
    public static int Words(TemplateColumn column, int value, int[] known)
    {
        var number = column.Numbers[value];
        if (number == TemplateDictionary.None)
        {
            return TextLengths.CountWords(column[value]);
        }

        ref var length = ref known[number];
        length = length > 0 ? length : TextLengths.CountWords(column.Dictionary.TextOf(number)) + 1;
        return length - 1;
    }
}
