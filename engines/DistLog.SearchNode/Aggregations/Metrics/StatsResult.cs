using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>stats</c> and <c>extended_stats</c>, of values or of buckets.</summary>
internal sealed class StatsResult(string typedName, Statistics stats, double sigma, ValueFormat format) : IMetricResult
{
    private static readonly string[] Spreads = ["variance", "variance_population", "variance_sampling", "std_deviation", "std_deviation_population", "std_deviation_sampling"];
    private static readonly string[] Bounds = ["upper", "lower", "upper_population", "lower_population", "upper_sampling", "lower_sampling"];

    public string TypedName => typedName;

    public bool HasManyNumbers => true;

    private bool IsExtended => typedName.StartsWith("extended", StringComparison.Ordinal);

    public double? Number(string name) =>
        name is "count" or "min" or "max" or "avg" or "sum" || IsExtended ? stats.Number(name, sigma) : null;

    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        writer.WriteNumber("count", stats.Count);
        foreach (var name in (ReadOnlySpan<string>)["min", "max", "avg", "sum"])
        {
            Write(writer, name, stats.Number(name, sigma)!.Value, isAlways: name == "sum");
        }

        WriteTexts(writer, ["min", "max", "avg", "sum"]);
        if (!IsExtended)
        {
            return;
        }

        Write(writer, "sum_of_squares", stats.Squares);
        foreach (var name in Spreads)
        {
            Write(writer, name, stats.Number(name, sigma)!.Value);
        }

        WriteBounds(writer);
        WriteTexts(writer, ["sum_of_squares", .. Spreads]);
        WriteBoundTexts(writer);
    }

    private void Write(Utf8JsonWriter writer, string name, double value, bool isAlways = false) =>
        Numbers.Write(writer, name, isAlways || stats.Count > 0 ? value : null);

    private double Bound(string name) => stats.Number("std_" + name, sigma)!.Value;

    private void WriteBounds(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("std_deviation_bounds");
        foreach (var name in Bounds)
        {
            Write(writer, name, Bound(name));
        }

        writer.WriteEndObject();
    }

    private void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<string> names)
    {
        if (format.IsRaw || stats.Count == 0)
        {
            return;
        }

        foreach (var name in names)
        {
            writer.WriteString(name + "_as_string", format.Text(stats.Number(name, sigma)!.Value));
        }
    }

    private void WriteBoundTexts(Utf8JsonWriter writer)
    {
        if (format.IsRaw || stats.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("std_deviation_bounds_as_string");
        foreach (var name in Bounds)
        {
            writer.WriteString(name, format.Text(Bound(name)));
        }

        writer.WriteEndObject();
    }
}
