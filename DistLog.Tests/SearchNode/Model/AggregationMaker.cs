using System.Globalization;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Makes random aggregations for a mapping, in each other.</summary>
internal sealed class AggregationMaker(Random random, ModelSchema schema, QueryMaker queries)
{
    private const int Deepest = 2;
    private const long DayMs = 86_400_000;

    private ModelField[] Columns => [.. schema.Fields.Where(one => one.Type != FieldType.Text)];

    private ModelField[] Numbers => [.. schema.Fields.Where(one => one.IsNumber && one.Type != FieldType.Date)];

    public ModelAggregation Aggregation(int depth = 0)
    {
        var isBucket = depth < Deepest && random.Next(3) > 0;
        if (!isBucket)
        {
            return Metric();
        }

        var inner = random.Next(3) > 0 ? Aggregation(depth + 1) : null;
        var dates = schema.Fields.Where(field => field.Type == FieldType.Date).ToArray();
        return random.Next(6) switch
        {
            0 or 1 when Columns is { Length: > 0 } columns => Terms(columns[random.Next(columns.Length)], inner),
            2 when Numbers is { Length: > 0 } numbers => Histogram(numbers[random.Next(numbers.Length)], inner),
            3 when dates.Length > 0 => DateHistogram(dates[random.Next(dates.Length)], inner),
            4 when Numbers is { Length: > 0 } numbers => Ranges(numbers[random.Next(numbers.Length)], inner),
            5 when Columns is { Length: > 0 } columns => Missing(columns[random.Next(columns.Length)], inner),
            _ => Filter(inner),
        };
    }

    private ModelAggregation Metric()
    {
        if (Numbers is { Length: > 0 } numbers && random.Next(3) > 0)
        {
            var field = numbers[random.Next(numbers.Length)];
            return random.Next(4) switch
            {
                0 => Number(field, "sum", values => values.Sum()),
                1 => Number(field, "max", values => values.Count > 0 ? values.Max() : null),
                2 => Number(field, "avg", values => values.Count > 0 ? values.Average() : null),
                _ => Stats(field),
            };
        }

        return schema.Fields.FirstOrDefault(field => field.Type == FieldType.Keyword) is { } keyword
            ? random.Next(2) == 0 ? Counted(keyword, "cardinality", values => values.Distinct().Count()) : Counted(keyword, "value_count", values => values.Count())
            : Filter(null);
    }

    private static ModelAggregation Counted(ModelField field, string kind, Func<IEnumerable<object>, int> count) => new(
        $$$"""{"{{{kind}}}":{"field":"{{{field.Path}}}"}}""",
        (documents, answer) => Compare(count(documents.SelectMany(field.ColumnValues)), answer["value"]));

    private static List<double> Doubles(ModelField field, IReadOnlyList<ModelDocument> documents) =>
        [.. documents.SelectMany(field.ColumnValues).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture))];

    private static ModelAggregation Number(ModelField field, string kind, Func<List<double>, double?> compute) => new(
        $$$"""{"{{{kind}}}":{"field":"{{{field.Path}}}"}}""",
        (documents, answer) => Compare(compute(Doubles(field, documents)), answer["value"]));

    private static ModelAggregation Stats(ModelField field) => new(
        $$$"""{"stats":{"field":"{{{field.Path}}}"}}""",
        (documents, answer) => Doubles(field, documents) is var values && values.Count == 0
            ? Compare(0, answer["count"]) ?? Compare(null, answer["min"])
            : Compare(values.Count, answer["count"]) ?? Compare(values.Min(), answer["min"]) ?? Compare(values.Max(), answer["max"]) ?? Compare(values.Sum(), answer["sum"]) ?? Compare(values.Average(), answer["avg"]));

    private ModelAggregation Terms(ModelField field, ModelAggregation? inner)
    {
        var (size, byKey) = (random.Next(2) == 0 ? 1_000 : random.Next(1, 6), random.Next(3) == 0);
        var order = byKey ? ",\"order\":{\"_key\":\"asc\"}" : "";
        return new(Wrap("terms", $"\"field\":\"{field.Path}\",\"size\":{size}{order}", inner), Check);

        string? Check(IReadOnlyList<ModelDocument> documents, JsonNode answer)
        {
            var groups = documents.SelectMany(document => field.Values(document).Distinct().Select(value => (value, document))).GroupBy(pair => pair.value, pair => pair.document).ToArray();
            var ordered = (byKey ? groups.OrderBy(group => group.Key, ModelField.Order) : groups.OrderByDescending(group => group.Count()).ThenBy(group => group.Key, ModelField.Order)).ToArray();
            var others = ordered.Skip(size).Sum(group => group.Count());
            return CheckBuckets(answer, [.. ordered.Take(size).Select(group => (KeyOf(group.Key), group.ToList()))], inner)
                ?? (answer["sum_other_doc_count"]!.GetValue<long>() == others ? null : $"sum_other_doc_count is {answer["sum_other_doc_count"]} and not {others}");
        }
    }

    private static object KeyOf(object value) => value is bool flag ? flag ? 1.0 : 0.0 : value is string ? value : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private ModelAggregation Histogram(ModelField field, ModelAggregation? inner)
    {
        // Wide enough that the empty buckets between the largest numbers stay within the limit of buckets.
        var interval = field.Type == FieldType.Double ? 1e6 : 1e12;
        var least = random.Next(2);
        return new(
            Wrap("histogram", string.Create(CultureInfo.InvariantCulture, $"\"field\":\"{field.Path}\",\"interval\":{interval:R},\"min_doc_count\":{least}"), inner),
            (documents, answer) => CheckSteps(documents, answer, inner, least, document => field.Values(document).Select(value => Math.Floor(Convert.ToDouble(value, CultureInfo.InvariantCulture) / interval) * interval), key => key + interval));
    }

    private ModelAggregation DateHistogram(ModelField field, ModelAggregation? inner)
    {
        var isMonth = random.Next(3) == 0;
        var days = random.Next(1, 4);
        var least = random.Next(2);
        Func<long, double> floor = isMonth ? MonthOf : at => Math.Floor((double)at / (days * DayMs)) * days * DayMs;
        Func<double, double> next = isMonth ? key => MonthOf((long)key + (32 * DayMs)) : key => key + (days * DayMs);
        return new(
            Wrap("date_histogram", $"\"field\":\"{field.Path}\",{(isMonth ? "\"calendar_interval\":\"month\"" : $"\"fixed_interval\":\"{days}d\"")},\"min_doc_count\":{least}", inner),
            (documents, answer) => CheckSteps(documents, answer, inner, least, document => field.Values(document).Select(value => floor((long)value)), next));
    }

    private static double MonthOf(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms) is var time ? new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() : 0;

    private static string? CheckSteps(IReadOnlyList<ModelDocument> documents, JsonNode answer, ModelAggregation? inner, int least, Func<ModelDocument, IEnumerable<double>> keysOf, Func<double, double> next)
    {
        var groups = documents.SelectMany(document => keysOf(document).Distinct().Select(key => (key, document))).GroupBy(pair => pair.key, pair => pair.document).ToDictionary(group => group.Key, group => group.ToList());
        var expected = new List<(object, List<ModelDocument>)>();
        for (var key = groups.Count > 0 ? groups.Keys.Min() : double.PositiveInfinity; groups.Count > 0 && key <= groups.Keys.Max(); key = next(key))
        {
            if (groups.TryGetValue(key, out var group) || least == 0)
            {
                expected.Add((key, group ?? []));
            }
        }

        return CheckBuckets(answer, expected, inner);
    }

    private ModelAggregation Ranges(ModelField field, ModelAggregation? inner)
    {
        var (low, high) = (random.Next(-60, 0), random.Next(0, 60));
        var ranges = new (double From, double To)[] { (double.NegativeInfinity, low), (low, high), (high, double.PositiveInfinity) };
        return new(
            Wrap("range", $$"""
                "field":"{{field.Path}}","ranges":[{"to":{{low}}},{"from":{{low}},"to":{{high}}},{"from":{{high}}}]
                """, inner),
            (documents, answer) => CheckBuckets(answer, [.. ranges.Select(range => ((object)"", documents.Where(document => field.Values(document).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).Any(value => value >= range.From && value < range.To)).ToList()))], inner, hasKeys: false));
    }

    private static ModelAggregation Missing(ModelField field, ModelAggregation? inner) => new(
        Wrap("missing", $"\"field\":\"{field.Path}\"", inner),
        (documents, answer) => CheckBucket(answer, [.. documents.Where(document => field.Values(document).Count == 0)], inner));

    private ModelAggregation Filter(ModelAggregation? inner)
    {
        var query = queries.Query(depth: 2);
        return new(
            "{\"filter\":" + query.Json + (inner is null ? "" : ",\"aggs\":{\"s\":" + inner.Json + "}") + "}",
            (documents, answer) => CheckBucket(answer, [.. documents.Where(query.Matches)], inner));
    }

    private static string Wrap(string kind, string options, ModelAggregation? inner) =>
        "{\"" + kind + "\":{" + options + "}" + (inner is null ? "" : ",\"aggs\":{\"s\":" + inner.Json + "}") + "}";

    private static string? CheckBuckets(JsonNode answer, List<(object Key, List<ModelDocument> Documents)> expected, ModelAggregation? inner, bool hasKeys = true)
    {
        var buckets = answer["buckets"]!.AsArray();
        if (buckets.Count != expected.Count)
        {
            return $"{buckets.Count} buckets and not {expected.Count}: {answer.ToJsonString()}";
        }

        foreach (var (bucket, (key, documents)) in buckets.Zip(expected))
        {
            var wrong = hasKeys && key is string text ? (bucket!["key"]!.GetValue<string>() == text ? null : $"key {bucket["key"]} and not {text}") : hasKeys ? Compare((double)key, bucket!["key"]) : null;
            if ((wrong ?? CheckBucket(bucket!, documents, inner)) is { } problem)
            {
                return $"bucket {key}: {problem}";
            }
        }

        return null;
    }

    private static string? CheckBucket(JsonNode bucket, List<ModelDocument> documents, ModelAggregation? inner) =>
        Compare(documents.Count, bucket["doc_count"]) ?? inner?.Check(documents, bucket["s"]!);

    private static string? Compare(double? expected, JsonNode? found)
    {
        var value = found?.GetValue<double>();
        var isRight = expected is null ? value is null : value is { } known && Math.Abs(known - expected.Value) <= 1e-9 * Math.Max(1, Math.Abs(expected.Value));
        return isRight ? null : $"{found?.ToJsonString() ?? "null"} and not {expected?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}";
    }
}
