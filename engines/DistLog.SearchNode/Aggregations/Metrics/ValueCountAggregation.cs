using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>value_count</c>: how many values a field has, whatever its type.</summary>
internal sealed class ValueCountAggregation(ValueSource source) : MetricAggregation
{
    public override string TypedName => "value_count";

    public override IEnumerable<ValueSource> Sources => [source];

    public ValueSource Source => source;

    public static ValueCountAggregation Parse(string name, JsonElement body)
    {
        var source = new ValueSource();
        foreach (var property in body.EnumerateObject())
        {
            source.TakeOrRefuse("value_count", property);
        }

        return new ValueCountAggregation(source.Checked("value_count", numeric: false)) { Name = name };
    }

    public override Collector NewCollector(AggregationScope scope) => new ValueCountCollector(source);
}

/// <summary>Counts values; what stands for a missing one counts too.</summary>
internal sealed class ValueCountCollector(ValueSource source) : Collector
{
    private long _count;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = source.In(block.Index);
        var missing = source.Missing is null ? 0 : 1;
        if (block.Column(source.Field) is not { } column)
        {
            _count += field?.Field.ConstantValue is null ? missing * (long)rows.Length : rows.Length;
            return;
        }

        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            _count += first == end ? missing : end - first == 1 ? 1 : CountOf(column, row, end - first);
        }
    }

    /// <summary>A document's strings are a set in Elasticsearch's columns, its numbers a list.</summary>
    private static int CountOf(Column column, int row, int values) =>
        column is StringColumn strings ? strings.TextsOf(row).Distinct(StringComparer.Ordinal).Count() : values;

    public override double? Value(string? path) => path is null or "value" ? _count : null;

    public override IAggregationResult Finish() => new CountValue("value_count", _count);
}
