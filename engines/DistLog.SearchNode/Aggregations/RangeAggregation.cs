using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>One range: from (included) to (left out).</summary>
internal sealed record RangeSpec(string? Key, string? From, string? To);

/// <summary><c>range</c> and <c>date_range</c>: a bucket for each of several ranges.</summary>
internal sealed class RangeAggregation(string type) : Aggregation
{
    public override string TypedName => type;

    public ValueSource Source { get; } = new();

    public List<RangeSpec> Ranges { get; } = [];

    public bool Keyed { get; private set; }

    public ZoneOffset Zone { get; private set; } = ZoneOffset.Utc;

    public static RangeAggregation Parse(string name, string type, JsonElement body)
    {
        var aggregation = new RangeAggregation(type) { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "ranges":
                    aggregation.Ranges.AddRange(property.Value.EnumerateArray().Select(ParseRange));
                    break;
                case "keyed":
                    aggregation.Keyed = property.Value.Bool("keyed");
                    break;
                case "time_zone":
                    aggregation.Zone = ZoneOffset.Parse(property.Value.Text()!);
                    break;
                default:
                    if (!aggregation.Source.Take(property.Name, property.Value))
                    {
                        throw Refuse.ContentParse($"[{type}] unknown field [{property.Name}]");
                    }

                    break;
            }
        }

        aggregation.Source.Checked();
        return aggregation.Ranges.Count == 0 ? throw Refuse.IllegalArgument($"No [ranges] specified for the [{name}] aggregation") : aggregation;
    }

    private static RangeSpec ParseRange(JsonElement body)
    {
        string? key = null, from = null, to = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "key":
                    key = property.Value.Text();
                    break;
                case "from":
                    from = property.Value.Text();
                    break;
                case "to":
                    to = property.Value.Text();
                    break;
                default:
                    throw Refuse.ContentParse($"[range] unknown field [{property.Name}]");
            }
        }

        return new RangeSpec(key, from, to);
    }

    public override Collector NewCollector(BucketBudget budget) => new RangeCollector(this, budget);
}

/// <summary>Counts by range.</summary>
internal sealed class RangeCollector(RangeAggregation aggregation, BucketBudget budget) : Collector
{
    private readonly Bucket[] _buckets = [.. aggregation.Ranges.Select(_ => new Bucket(aggregation.Children, budget))];
    private FieldRef? _field;
    private (double From, double To)[]? _bounds;
    private Instant _now;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        _now = block.Index.Query.Now;
        var field = aggregation.Source.In(block.Index, aggregation.TypedName, numeric: true);
        _field ??= field;
        _bounds ??= [.. aggregation.Ranges.Select(range => (Bound(range.From, double.NegativeInfinity), Bound(range.To, double.PositiveInfinity)))];
        var column = block.Column(aggregation.Source.Field);
        double? missing = aggregation.Source.Missing is { } text ? Bound(text, 0) : null;
        foreach (var row in rows)
        {
            var (first, end) = (0, 0);
            column?.Values(row, out first, out end);
            for (var range = 0; range < _buckets.Length; range++)
            {
                if (first == end ? missing is { } stand && IsIn(range, stand) : AnyIn(range, column!, field!.Kind, first, end))
                {
                    _buckets[range].Add(row);
                }
            }
        }

        foreach (var bucket in _buckets)
        {
            bucket.Flush(block);
        }
    }

    private bool AnyIn(int range, Column column, FieldKind kind, int first, int end)
    {
        for (var value = first; value < end; value++)
        {
            var number = column is LongColumn longs ? BucketKeys.Millis(kind, longs.Numbers[value]) : ((DoubleColumn)column).Numbers[value];
            if (IsIn(range, number))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsIn(int range, double number) => number >= _bounds![range].From && number < _bounds[range].To;

    private double Bound(string? text, double open)
    {
        if (text is null)
        {
            return open;
        }

        if (aggregation.TypedName == "date_range" || (_field?.Kind.IsDate() ?? false))
        {
            var format = aggregation.Source.Format is { } given ? DateFormat.Parse(given + "||" + DateFormat.Default.Text) : _field?.Field.DateFormat ?? DateFormat.Default;
            return DateMath.Parse(text, format, _now, false, aggregation.Zone).Millis;
        }

        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"For input string: \"{text}\"");
    }

    public override void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        _bounds ??= [.. aggregation.Ranges.Select(range => (Bound(range.From, double.NegativeInfinity), Bound(range.To, double.PositiveInfinity)))];
        var buckets = Enumerable.Range(0, _buckets.Length).OrderBy(range => _bounds[range].From).ThenBy(range => _bounds[range].To).Select(range => (range, _buckets[range])).ToList();
        budget.Write(buckets.Count);
        BucketWriter.Write(writer, aggregation.Keyed, buckets, typedKeys, (range, keyed) =>
        {
            var (from, to) = _bounds[range];
            var name = aggregation.Ranges[range].Key ?? $"{(double.IsInfinity(from) ? "*" : Text(from))}-{(double.IsInfinity(to) ? "*" : Text(to))}";
            if (keyed)
            {
                return name;
            }

            if (!aggregation.Keyed)
            {
                writer.WriteString("key", name);
            }

            WriteBound(writer, "from", from);
            WriteBound(writer, "to", to);
            return null;
        });
    }

    private void WriteBound(Utf8JsonWriter writer, string name, double bound)
    {
        if (double.IsInfinity(bound))
        {
            return;
        }

        Numbers.Write(writer, name, bound);
        if (aggregation.TypedName == "date_range" || aggregation.Source.Format is not null || (_field?.Kind.IsDate() ?? false))
        {
            writer.WriteString(name + "_as_string", Text(bound));
        }
    }

    private string Text(double bound)
    {
        if (_field is null && aggregation.TypedName == "date_range")
        {
            return (aggregation.Source.Format is { } format ? DateFormat.Parse(format) : DateFormat.Default).Format(Instant.FromMillis((long)bound), aggregation.Zone);
        }

        return BucketKeys.FormatNumber(_field, aggregation.Source.Format, bound);
    }
}
