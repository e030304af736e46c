using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Scoring;

/// <summary>The lower-case text of a column's values, with equal texts known as such where the column is a dictionary.</summary>
internal sealed class TextValues
{
    private readonly ushort[]? _ordinals;
    private readonly FoldedText _text;

    private TextValues(Column column, ushort[]? ordinals, FoldedText text) => (Column, _ordinals, _text) = (column, ordinals, text);

    public Column Column { get; }

    /// <summary>How many distinct texts there may be.</summary>
    public int Count => _text.Offsets.Length - 1;

    public ReadOnlySpan<byte> this[int value] => _text[Distinct(value)];

    /// <summary>The same number for equal texts of a dictionary.</summary>
    public int Distinct(int value) => _ordinals is null ? value : _ordinals[value];

    /// <summary>One of the distinct texts.</summary>
    public ReadOnlySpan<byte> OfDistinct(int number) => _text[number];

    /// <param name="column">The column, or null where the block has none.</param>
    /// <param name="fold">False leaves capitals as they are: the values of keyword fields.</param>
    public static TextValues? Of(Column? column, bool fold = true) => column switch
    {
        DictionaryColumn terms when fold => new TextValues(terms, terms.Ordinals, FoldedText.Of(new RawStringColumn { Rows = terms.TermCount, Data = terms.TermData, Offsets = terms.TermOffsets })),
        DictionaryColumn terms => new TextValues(terms, terms.Ordinals, new FoldedText(terms.TermData, terms.TermOffsets)),
        StringColumn strings => OfRaw(strings, strings.Raw, fold),
        _ => null,
    };

    private static TextValues OfRaw(StringColumn column, RawStringColumn raw, bool fold) => new(column, null, fold ? raw.Folded : new FoldedText(raw.Data, raw.Offsets));
}
