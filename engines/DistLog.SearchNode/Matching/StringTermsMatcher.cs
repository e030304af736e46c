using System.Text;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows that have one of some strings, whole.</summary>
internal sealed class StringTermsMatcher : Matcher
{
    /// <summary>Up to so many ids are looked for one after another; more at once, in a set.</summary>
    private const int FewTerms = 8;

    private readonly FieldRef _field;
    private readonly byte[][] _terms;
    private readonly Utf8Map<bool> _set = new();

    public StringTermsMatcher(FieldRef field, IReadOnlyCollection<byte[]> terms)
    {
        _field = field;
        _terms = [.. terms];
        foreach (var term in _terms)
        {
            _set.Set(term, true);
        }
    }

    public StringTermsMatcher(FieldRef field, string term)
        : this(field, [Encoding.UTF8.GetBytes(term)])
    {
    }

    /// <summary>What the one term weighs; null where every match scores 1.</summary>
    public TermWeight? Weight { get; set; }

    public override int Cost => 2;

    public override bool MayMatch(Block block) => _field.FlattenedKey is not null || Array.Exists(_terms, term => block.MayContain(_field.Field, term));

    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (Weight is null)
        {
            base.Score(block, rows, scores);
            return;
        }

        // A term is in such a field once, and the field has no length.
        ValueScores.Add(Match(block, rows), Weight, scores);
    }

    public override Explanation Explain(Block block, int row) =>
        Weight is null ? base.Explain(block, row) : TermExplanation.OfValue(this, Weight, block, row);

    public override void Mark(Marks marks) => marks.AddValues(_field, _terms);

    public override string ToString() => $"{_field.Path}:{string.Join(' ', _terms.Select(Encoding.UTF8.GetString))}";

    public override Bits Match(Block block)
    {
        if (!MayMatch(block))
        {
            return new Bits(block.Rows);
        }

        if (_field.FlattenedKey is { } key && block.Column(_field.Field) is DictionaryColumn pairs)
        {
            return ValueRows.OfTerms(pairs, PairsOf(pairs, key));
        }

        return _field.ColumnOf(block) switch
        {
            DictionaryColumn dictionary => ValueRows.OfTerms(dictionary, TermsOf(dictionary)),
            HexColumn ids when _terms.Length <= FewTerms => ValueRows.Of(ids, ValuesOf(ids)),
            StringColumn strings when _terms.Length == 1 => ValueRows.Of(strings, ValuesOf(strings.Raw, _terms[0])),
            StringColumn strings => ValueRows.Of(strings, ValuesOf(strings.Raw)),
            _ => new Bits(block.Rows),
        };
    }

    private Bits TermsOf(DictionaryColumn column)
    {
        var terms = new Bits(column.TermCount);
        foreach (var term in _terms)
        {
            if (column.Find(term) is >= 0 and var ordinal)
            {
                terms.Set(ordinal);
            }
        }

        return terms;
    }

    /// <summary>A flattened field's column holds keys with their values: both are looked for together, and nothing is taken apart.</summary>
    private Bits PairsOf(DictionaryColumn column, string key)
    {
        var pairs = new Bits(column.TermCount);
        byte[] start = [.. Encoding.UTF8.GetBytes(key), FlattenedKeyColumn.Separator];
        foreach (var term in _terms)
        {
            if (column.Find([.. start, .. term]) is >= 0 and var ordinal)
            {
                pairs.Set(ordinal);
            }
        }

        return pairs;
    }

    /// <summary>Each term is searched for in binary, as a whole id at the place of one.</summary>
    private Bits ValuesOf(HexColumn column)
    {
        var values = new Bits(column.ValueCount);
        var wanted = new byte[column.Width];
        foreach (var term in _terms)
        {
            if (!column.Format.Fits(term))
            {
                continue;
            }

            column.Format.Parse(term, wanted);
            for (var at = 0; column.Binary.AsSpan(at).IndexOf(wanted) is >= 0 and var hit;)
            {
                at += hit;
                if (at % wanted.Length == 0)
                {
                    values.Set(column.ValueAt(at / wanted.Length));
                }

                at++;
            }
        }

        return values;
    }

    private static Bits ValuesOf(RawStringColumn column, byte[] term)
    {
        var values = new Bits(column.ValueCount);
        for (var value = 0; value < values.Length; value++)
        {
            if (column[value].SequenceEqual(term))
            {
                values.Set(value);
            }
        }

        return values;
    }

    private Bits ValuesOf(RawStringColumn column)
    {
        var values = new Bits(column.ValueCount);
        for (var value = 0; value < values.Length; value++)
        {
            if (_set.TryGet(column[value], out _))
            {
                values.Set(value);
            }
        }

        return values;
    }
}
