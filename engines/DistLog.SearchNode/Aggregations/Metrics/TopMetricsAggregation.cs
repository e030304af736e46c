using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>top_metrics</c>: some fields' values of the documents that come first by another field.</summary>
internal sealed class TopMetricsAggregation(string[] fields, SortField sort, int size) : MetricAggregation
{
    /// <summary>Elasticsearch's index.top_metrics_max_size.</summary>
    private const int SizeLimit = 10;

    public override string TypedName => "top_metrics";

    public override bool HasManyNumbers => fields.Length > 1;

    public string[] Fields => fields;

    public SortField Sort => sort;

    public int Size => size;

    public static TopMetricsAggregation Parse(string name, JsonElement body)
    {
        string[] fields = [];
        List<SortField> sorts = [];
        var size = 1;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "metrics":
                    fields = property.Value.ValueKind == JsonValueKind.Array ? [.. property.Value.EnumerateArray().Select(FieldOf)] : [FieldOf(property.Value)];
                    break;
                case "sort":
                    sorts = SortField.ParseList(property.Value);
                    break;
                case "size":
                    size = property.Value.Int(property.Name) is >= 1 and <= SizeLimit and var given
                        ? given
                        : throw Refuse.IllegalArgument($"[top_metrics.size] must not be more than [{SizeLimit}] but was [{property.Value.Text()}]. This limit can be set by changing the [index.top_metrics_max_size] index level setting.");
                    break;
                default:
                    throw Refuse.ContentParse($"[top_metrics] unknown field [{property.Name}]");
            }
        }

        if (fields.Length == 0)
        {
            throw Refuse.IllegalArgument("Required [metrics]");
        }

        return sorts.Count == 1 ? new TopMetricsAggregation(fields, sorts[0], size) { Name = name } : throw Refuse.IllegalArgument("[top_metrics] needs exactly one [sort]");
    }

    private static string FieldOf(JsonElement metric)
    {
        var field = "";
        foreach (var property in metric.EnumerateObject())
        {
            field = property.Name == "field" ? property.Value.Text() ?? "" : throw Refuse.NotSupported($"{property.Name} of a metric in a top_metrics aggregation");
        }

        return field.Length > 0 ? field : throw Refuse.IllegalArgument("Required one of fields [field, script], but none were specified. ");
    }

    public override bool HasNumber(string name) => fields.Contains(name);

    public override Collector NewCollector(AggregationScope scope) => new TopMetricsCollector(this);
}

/// <summary>Keeps the first documents' values; they are read only for a document that gets onto the list.</summary>
internal sealed class TopMetricsCollector(TopMetricsAggregation aggregation) : Collector
{
    private readonly SortOrder _order = new([aggregation.Sort]);
    private readonly List<Entry> _entries = new(aggregation.Size + 1);
    private FieldRef? _sortField;
    private readonly FieldRef?[] _fields = new FieldRef?[aggregation.Fields.Length];

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var sort = new SortReader(aggregation.Sort, block.Index.Query);
        _sortField ??= sort.Field;
        for (var i = 0; i < _fields.Length; i++)
        {
            _fields[i] ??= block.Index.Field(aggregation.Fields[i]);
        }

        var column = sort.ColumnOf(block.Block);
        foreach (var row in rows)
        {
            // A document without the key has no place in the order.
            if (sort.Field is not null && column?.Has(row) != true)
            {
                continue;
            }

            var key = sort.Read(column, row, aggregation.Sort.IsScore ? block.Scores?[row] ?? 0 : 0, block.FirstDocument + row);
            if (_entries.Count < aggregation.Size || _order.Compare(0, key, _entries[^1].Key) < 0)
            {
                Add(new Entry(key, ReadMetrics(block, row)));
            }
        }
    }

    private void Add(Entry entry)
    {
        var at = _entries.FindIndex(other => _order.Compare(0, entry.Key, other.Key) < 0);
        _entries.Insert(at < 0 ? _entries.Count : at, entry);
        if (_entries.Count > aggregation.Size)
        {
            _entries.RemoveAt(aggregation.Size);
        }
    }

    private SortValue[] ReadMetrics(BlockContext block, int row) => Array.ConvertAll(aggregation.Fields, field =>
    {
        if (block.Column(field) is not { } column || !column.Has(row))
        {
            return SortValue.Missing;
        }

        column.Values(row, out var first, out _);
        return column switch
        {
            LongColumn longs => SortValue.Of(longs.Numbers[first]),
            DoubleColumn doubles => SortValue.Of(doubles.Numbers[first]),
            _ => SortValue.Of(((StringColumn)column)[first].ToArray().AsMemory()),
        };
    });

    public override double? Value(string? path)
    {
        var which = path is null ? 0 : Array.IndexOf(aggregation.Fields, path);
        if (which < 0 || _entries.Count == 0 || _entries[0].Metrics[which].Kind == SortValueKind.Missing)
        {
            return null;
        }

        return _entries[0].Metrics[which].Kind == SortValueKind.Bytes
            ? throw Refuse.NotSupported($"order by the strings of [{aggregation.Fields[which]}] in top_metrics")
            : _entries[0].Metrics[which].AsDouble;
    }

    public override IAggregationResult Finish() => new TopMetricsResult(this, aggregation, _entries);

    private static void Write(Utf8JsonWriter writer, FieldRef? field, SortValue value)
    {
        switch (value.Kind)
        {
            case SortValueKind.Long when field is not null && (field.Kind.IsDate() || field.Kind == FieldKind.Boolean):
                writer.WriteStringValue(ValueFormat.Of(field, null).Text(BucketKeys.Millis(field.Kind, value.AsLong)));
                break;
            case SortValueKind.Long:
                writer.WriteNumberValue(value.AsLong);
                break;
            case SortValueKind.Double:
                Numbers.WriteValue(writer, value.AsDouble);
                break;
            case SortValueKind.Bytes:
                writer.WriteStringValue(BucketKeys.FormatString(field, value.AsBytes));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private sealed record Entry(SortValue Key, SortValue[] Metrics);

    /// <summary>The list of sort keys and values.</summary>
    private sealed class TopMetricsResult(TopMetricsCollector collector, TopMetricsAggregation aggregation, List<Entry> entries) : IMetricResult
    {
        public string TypedName => "top_metrics";

        public bool HasManyNumbers => aggregation.HasManyNumbers;

        public double? Number(string name) => collector.Value(name == "value" && !HasManyNumbers ? null : name);

        public void Write(Utf8JsonWriter writer, bool typedKeys)
        {
            writer.WriteStartArray("top");
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("sort");
                TopMetricsCollector.Write(writer, collector._sortField, entry.Key);
                writer.WriteEndArray();
                writer.WriteStartObject("metrics");
                for (var i = 0; i < aggregation.Fields.Length; i++)
                {
                    writer.WritePropertyName(aggregation.Fields[i]);
                    TopMetricsCollector.Write(writer, collector._fields[i], entry.Metrics[i]);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
