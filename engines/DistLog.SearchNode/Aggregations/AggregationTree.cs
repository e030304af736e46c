using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Named aggregations side by side, as they stand in a request.</summary>
internal sealed class AggregationTree(IReadOnlyList<Aggregation> aggregations)
{
    /// <summary>As deep as aggregations may nest; each level multiplies the buckets of the one above.</summary>
    private const int DepthLimit = 20;

    public static AggregationTree Empty { get; } = new([]);

    public IReadOnlyList<Aggregation> Aggregations => aggregations;

    public static AggregationTree Parse(JsonElement body, int depth = 0)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Expected [START_OBJECT] under [aggs], but got a [{body.ValueKind}]");
        }

        if (depth > DepthLimit)
        {
            throw Refuse.IllegalArgument($"aggregations nest deeper than {DepthLimit}");
        }

        return new AggregationTree([.. body.EnumerateObject().Select(property => ParseOne(property.Name, property.Value, depth))]);
    }

    private static Aggregation ParseOne(string name, JsonElement body, int depth)
    {
        if (name.AsSpan().ContainsAny("[]>") || name.Length == 0)
        {
            throw Refuse.Parsing($"Invalid aggregation name [{name}]. Aggregation names can contain any character except '[', ']', and '>'");
        }

        Aggregation? found = null;
        var children = AggregationTree.Empty;
        JsonElement? meta = null;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing($"Expected [START_OBJECT] under [{name}], but got a [{body.ValueKind}] in [{name}]"))
        {
            switch (property.Name)
            {
                case "aggs" or "aggregations":
                    children = Parse(property.Value, depth + 1);
                    break;
                case "meta":
                    meta = property.Value.Clone();
                    break;
                default:
                    found = found is null
                        ? AggregationParser.Parse(name, property.Name, property.Value)
                        : throw Refuse.Parsing($"Found two aggregation type definitions in [{name}]: [{found.TypedName}] and [{property.Name}]");
                    break;
            }
        }

        if (found is null)
        {
            throw Refuse.Parsing($"Missing definition for aggregation [{name}]");
        }

        if (children.Aggregations.Count > 0 && found is MetricAggregation)
        {
            throw Refuse.IllegalArgument($"Aggregator [{name}] of type [{found.TypedName}] cannot accept sub-aggregations");
        }

        (found.Children, found.Meta) = (children, meta);
        return found;
    }

    public CollectorSet NewCollectors(BucketBudget budget) => new(this, budget);
}

/// <summary>The collectors of a tree, for the whole search or for one bucket.</summary>
internal sealed class CollectorSet(AggregationTree tree, BucketBudget budget)
{
    private readonly Collector[] _collectors = [.. tree.Aggregations.Select(aggregation => aggregation.NewCollector(budget))];

    public void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        foreach (var collector in _collectors)
        {
            collector.Collect(block, rows);
        }
    }

    /// <summary>Writes each aggregation's name and result.</summary>
    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        for (var i = 0; i < _collectors.Length; i++)
        {
            var aggregation = tree.Aggregations[i];
            writer.WritePropertyName(typedKeys ? $"{TypedName(aggregation, _collectors[i])}#{aggregation.Name}" : aggregation.Name);
            writer.WriteStartObject();
            if (aggregation.Meta is { } meta)
            {
                writer.WritePropertyName("meta");
                meta.WriteTo(writer);
            }

            _collectors[i].Write(writer, typedKeys);
            writer.WriteEndObject();
        }
    }

    /// <summary>The value at a path such as <c>stats.avg</c> or <c>filter&gt;max</c>.</summary>
    public double? Value(string path)
    {
        var dot = path.LastIndexOf('.');
        for (var i = 0; i < _collectors.Length; i++)
        {
            var name = tree.Aggregations[i].Name;
            if (name == path)
            {
                return _collectors[i].Value(null) ?? double.NaN;
            }

            if (dot > 0 && path.AsSpan(0, dot).SequenceEqual(name))
            {
                return _collectors[i].Value(path[(dot + 1)..]) ?? double.NaN;
            }

            if (path.StartsWith(name + ">", StringComparison.Ordinal))
            {
                return _collectors[i].Value(path[(name.Length + 1)..]) ?? double.NaN;
            }
        }

        return null;
    }

    private static string TypedName(Aggregation aggregation, Collector collector) => (collector as ITypedCollector)?.TypedName ?? aggregation.TypedName;
}

/// <summary>A collector whose type's name depends on the field that it met (sterms, lterms, dterms).</summary>
internal interface ITypedCollector
{
    string TypedName { get; }
}
