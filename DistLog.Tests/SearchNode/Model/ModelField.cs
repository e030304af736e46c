using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>A field of a random mapping, and how its values are read from a document.</summary>
/// <param name="Path">Its name with those of the objects around it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IgnoreAbove">Longer values of a keyword are kept but not found.</param>
/// <param name="SourcePath">Where its values stand in the document; another than <paramref name="Path"/> for a field within a field.</param>
/// <param name="Json">Its mapping.</param>
internal sealed record ModelField(string Path, FieldType Type, int IgnoreAbove, string SourcePath, string Json)
{
    public static readonly IComparer<object> Order = Comparer<object>.Create(Compare);

    public bool IsNumber => Type is FieldType.Long or FieldType.Double or FieldType.Date;

    /// <summary>The values that are indexed, in their order, repeated ones too: strings, longs, doubles or booleans.</summary>
    public IReadOnlyList<object> Values(ModelDocument document) =>
        [.. document.Leaves(SourcePath).Select(Read).Where(value => value is not string text || Type == FieldType.Text || text.EnumerateRunes().Count() <= IgnoreAbove)];

    /// <summary>The values as a column of sorted values has them: of strings each once.</summary>
    public IReadOnlyList<object> ColumnValues(ModelDocument document) =>
        Type is FieldType.Keyword ? [.. Values(document).Distinct().Order(Order)] : [.. Values(document).Order(Order)];

    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)),
        (double x, double y) => x.CompareTo(y),
        (long x, long y) => x.CompareTo(y),
        (bool x, bool y) => x.CompareTo(y),
        _ => throw new InvalidOperationException($"{a} and {b} are of different types"),
    };

    private object Read(JsonElement value) => Type switch
    {
        FieldType.Keyword or FieldType.Text => TextOf(value),
        FieldType.Long => (long)decimal.Truncate(decimal.Parse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture)),
        FieldType.Double => double.Parse(TextOf(value), CultureInfo.InvariantCulture),
        FieldType.Boolean => TextOf(value) == "true",
        _ => value.ValueKind == JsonValueKind.Number ? value.GetInt64() : DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(),
    };

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
