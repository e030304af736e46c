using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>cardinality</c>: how many different values a field has; exact up to some tens of thousands, estimated above.</summary>
internal sealed class CardinalityAggregation(ValueSource source) : MetricAggregation
{
    public override string TypedName => "cardinality";

    public ValueSource Source => source;

    public static CardinalityAggregation Parse(string name, JsonElement body)
    {
        var source = new ValueSource();
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "precision_threshold")
            {
                if (property.Value.Int(property.Name) < 0)
                {
                    throw Refuse.IllegalArgument($"[precisionThreshold] must be greater than or equal to 0. Found [{property.Value.Text()}] in [{name}]");
                }
            }
            else if (property.Name is not ("rehash" or "execution_hint") && !source.Take(property.Name, property.Value))
            {
                throw Refuse.ContentParse($"[cardinality] unknown field [{property.Name}]");
            }
        }

        return new CardinalityAggregation(source.Checked()) { Name = name };
    }

    public override Collector NewCollector(AggregationScope scope) => new CardinalityCollector(this);
}

/// <summary>Counts different values by their hashes.</summary>
internal sealed class CardinalityCollector(CardinalityAggregation aggregation) : Collector
{
    private readonly DistinctCounter _distinct = new();

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index, "cardinality", numeric: false);
        var column = block.Column(aggregation.Source.Field);
        if (column is DictionaryColumn dictionary)
        {
            CollectTerms(dictionary, rows);
            return;
        }

        foreach (var row in rows)
        {
            var (first, end) = (0, 0);
            column?.Values(row, out first, out end);
            if (first == end && aggregation.Source.Missing is { } missing)
            {
                AddMissing(field, missing);
            }

            for (var value = first; value < end; value++)
            {
                _distinct.Add(HashOf(column!, value));
            }
        }
    }

    private void CollectTerms(DictionaryColumn column, ReadOnlySpan<int> rows)
    {
        var seen = new Bits(column.TermCount);
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && aggregation.Source.Missing is { } missing)
            {
                AddMissing(null, missing);
            }

            for (var value = first; value < end; value++)
            {
                seen.Set(column.Ordinals[value]);
            }
        }

        for (var term = 0; term < column.TermCount; term++)
        {
            if (seen[term])
            {
                _distinct.Add(Hash.Of(column.Term(term)));
            }
        }
    }

    private void AddMissing(FieldRef? field, string missing)
    {
        if (field is not null && field.Kind.HasLongs() && long.TryParse(missing, out var whole))
        {
            _distinct.Add(HashOf(whole));
        }
        else if (field is not null && field.Kind.IsFractional() && double.TryParse(missing, out var number))
        {
            _distinct.Add(HashOf(BitConverter.DoubleToInt64Bits(number)));
        }
        else
        {
            _distinct.Add(Hash.Of(System.Text.Encoding.UTF8.GetBytes(missing)));
        }
    }

    private static ulong HashOf(Column column, int value) => column switch
    {
        LongColumn longs => HashOf(longs.Numbers[value]),
        DoubleColumn doubles => HashOf(BitConverter.DoubleToInt64Bits(doubles.Numbers[value])),
        _ => Hash.Of(((StringColumn)column)[value]),
    };

    private static ulong HashOf(long number) => Hash.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));

    public override IAggregationResult Finish() => new CountValue("cardinality", _distinct.Count);

    public override double? Value(string? path) => path is null or "value" ? _distinct.Count : null;
}
