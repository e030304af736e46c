using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>cardinality</c>: how many different values a field has; exact up to a limit, estimated above.</summary>
internal sealed class CardinalityAggregation(ValueSource source, int? threshold) : MetricAggregation
{
    /// <summary>Elasticsearch's largest precision_threshold, and the one that it takes by itself.</summary>
    private const int HighestThreshold = 40_000;
    private const int DefaultThreshold = 3000;

    public override string TypedName => "cardinality";

    public override IEnumerable<ValueSource> Sources => [source];

    public ValueSource Source => source;

    public static CardinalityAggregation Parse(string name, JsonElement body)
    {
        var source = new ValueSource();
        int? threshold = null;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "precision_threshold")
            {
                threshold = property.Value.Int(property.Name) is >= 0 and var given
                    ? Math.Min(given, HighestThreshold)
                    : throw Refuse.IllegalArgument($"[precisionThreshold] must be greater than or equal to 0. Found [{property.Value.Text()}] in [{name}]");
            }
            else if (property.Name is not ("rehash" or "execution_hint"))
            {
                source.TakeOrRefuse("cardinality", property);
            }
        }

        return new CardinalityAggregation(source.Checked("cardinality", numeric: false), threshold) { Name = name };
    }

    /// <summary>Exactness costs memory, so only the first counters have all of it, unless more is asked for.</summary>
    public override Collector NewCollector(AggregationScope scope)
    {
        var limit = Math.Max(threshold ?? 0, scope.Budget.MayCountExactly() ? HighestThreshold : DefaultThreshold);
        return new CardinalityCollector(source, new DistinctCounter(limit), scope);
    }
}

/// <summary>Counts different values by their hashes.</summary>
internal sealed class CardinalityCollector(ValueSource source, DistinctCounter distinct, AggregationScope scope) : Collector
{
    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = source.In(block.Index);
        ulong? missing = source.Missing is { } text ? MissingHash(source.TypeOf(field), text) : null;
        switch (block.Column(source.Field))
        {
            case DictionaryColumn dictionary:
                CollectTerms(dictionary, rows, missing);
                break;
            case StringColumn strings:
                CollectStrings(strings, rows, missing);
                break;
            case { } numbers:
                CollectNumbers(numbers, rows, missing);
                break;
            default:
                CollectConstant(field, rows.Length, missing);
                break;
        }
    }

    private void CollectTerms(DictionaryColumn column, ReadOnlySpan<int> rows, ulong? missing)
    {
        var seen = new Bits(column.TermCount);
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            AddMissing(first == end, missing);
            for (var value = first; value < end; value++)
            {
                seen.Set(column.Ordinals[value]);
            }
        }

        for (var term = 0; term < column.TermCount; term++)
        {
            if (seen[term])
            {
                distinct.Add(Hash.Of(column.Term(term)));
            }
        }
    }

    private void CollectStrings(StringColumn column, ReadOnlySpan<int> rows, ulong? missing)
    {
        var text = new ByteBuffer();
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            AddMissing(first == end, missing);
            for (var value = first; value < end; value++)
            {
                text.Clear();
                column.CopyTo(text, value);
                distinct.Add(Hash.Of(text.Span));
            }
        }
    }

    private void CollectNumbers(Column column, ReadOnlySpan<int> rows, ulong? missing)
    {
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            AddMissing(first == end, missing);
            for (var value = first; value < end; value++)
            {
                distinct.Add(HashOf(column is LongColumn longs ? longs.Numbers[value] : BitConverter.DoubleToInt64Bits(((DoubleColumn)column).Numbers[value])));
            }
        }
    }

    private void CollectConstant(FieldRef? field, int rows, ulong? missing)
    {
        var constant = field?.Field.ConstantValue is { } value ? Hash.Of(Encoding.UTF8.GetBytes(value)) : missing;
        AddMissing(rows > 0, constant);
    }

    private void AddMissing(bool isMissing, ulong? hash)
    {
        if (isMissing && hash is { } stand)
        {
            distinct.Add(stand);
        }
    }

    private ulong MissingHash(FieldRef? field, string missing)
    {
        if (field is not null && field.Kind.HasLongs())
        {
            var number = source.FormatOf(field).ParseLong(missing, scope.Now);
            return HashOf(field.Kind == FieldKind.DateNanos ? number * 1_000_000 : number);
        }

        return field is not null && field.Kind.IsFractional()
            ? HashOf(BitConverter.DoubleToInt64Bits(source.FormatOf(field).Parse(missing, scope.Now)))
            : Hash.Of(ValueSource.StringBytes(field, missing));
    }

    private static ulong HashOf(long number) => Hash.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));

    public override IAggregationResult Finish() => new CountValue("cardinality", distinct.Count);

    public override double? Value(string? path) => path is null or "value" ? distinct.Count : null;
}
