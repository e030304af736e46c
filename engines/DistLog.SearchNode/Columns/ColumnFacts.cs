namespace DistLog.SearchNode.Columns;

/// <summary>
/// What is worth knowing of a column without having it: a few hundred bytes that stay in the cache where the columns of a large index
/// don't fit.
/// </summary>
internal sealed class ColumnFacts
{
    /// <summary>True where every row has exactly one value.</summary>
    public required bool IsDense { get; init; }

    /// <summary>A dictionary's terms, as a column of their own; null for other columns, and where rows have several values.</summary>
    public RawStringColumn? Terms { get; init; }

    /// <summary>How many rows have each term.</summary>
    public int[] TermCounts { get; init; } = [];

    /// <summary>The templates that the column's values are made from; null for other columns, and where some value has no template at all.</summary>
    public Bits? Templates { get; init; }

    /// <summary>True where some of these values differ from their templates in the lengths of runs of digits.</summary>
    public bool HasLoose { get; init; }

    /// <summary>The dictionary that <see cref="Templates"/> are numbers of.</summary>
    public TemplateDictionary? Dictionary { get; init; }

    public int Size => 128 + (Terms?.Size ?? 0) + (TermCounts.Length * 4) + ((Templates?.Words.Length ?? 0) * 8);

    public static ColumnFacts Of(Column column)
    {
        var isDense = column.Starts is null && column.Present is null;
        return column switch
        {
            DictionaryColumn { Starts: null } terms => new ColumnFacts { IsDense = isDense, Terms = terms.TermColumn, TermCounts = terms.TermCounts },
            TemplateColumn templates when templates.Texts.Offsets[^1] == 0 && !templates.Loose.Numbers.Contains((ushort)TemplateDictionary.None) =>
                new ColumnFacts { IsDense = isDense, Templates = UsedBy(templates), HasLoose = templates.IrregularValues.Length > 0, Dictionary = templates.Dictionary },
            _ => new ColumnFacts { IsDense = isDense },
        };
    }

    private static Bits UsedBy(TemplateColumn column)
    {
        var used = new Bits(column.HighestNumber + 1);
        foreach (var number in column.Numbers)
        {
            used.Set(number);
        }

        foreach (var number in column.Loose.Numbers)
        {
            used.Set(number);
        }

        return used;
    }
}
