namespace DistLog.Tests.SearchNode.Model;

/// <summary>A random order of documents, made total by their numbers.</summary>
internal sealed class SortMaker(Random random, ModelSchema schema)
{
    public (string Json, IComparer<ModelDocument> Order) Sort()
    {
        var keys = Enumerable.Range(0, random.Next(3)).Select(_ => Key()).ToArray();
        var ascending = random.Next(2) == 0;
        return (
            "[" + string.Concat(keys.Select(key => key.Json + ",")) + $"{{\"seq\":\"{(ascending ? "asc" : "desc")}\"}}]",
            Comparer<ModelDocument>.Create((a, b) => keys.Select(key => key.Compare(a, b)).FirstOrDefault(order => order != 0) is var order && order != 0 ? order : (ascending ? 1 : -1) * a.Seq.CompareTo(b.Seq)));
    }

    private (string Json, Func<ModelDocument, ModelDocument, int> Compare) Key()
    {
        var fields = schema.Fields.Where(field => field.Type != FieldType.Text).ToArray();
        var field = fields[random.Next(fields.Length)];
        var (ascending, isLast) = (random.Next(2) == 0, random.Next(3) > 0);
        var missing = isLast && random.Next(2) == 0 ? "" : $",\"missing\":\"{(isLast ? "_last" : "_first")}\"";
        return ($$$"""{"{{{field.Path}}}":{"order":"{{{(ascending ? "asc" : "desc")}}}"{{{missing}}}}}""", (a, b) => Compare(Pick(a), Pick(b)));

        object? Pick(ModelDocument document) => field.ColumnValues(document) is { Count: > 0 } values ? ascending ? values[0] : values[^1] : null;

        int Compare(object? a, object? b) => (a, b) switch
        {
            (null, null) => 0,
            (null, _) => isLast ? 1 : -1,
            (_, null) => isLast ? -1 : 1,
            _ => (ascending ? 1 : -1) * ModelField.Order.Compare(a, b),
        };
    }
}
