using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>One number, as pipeline aggregations make it; null in the answer where it isn't finite.</summary>
internal class SimpleValue(double value, ValueFormat format) : IMetricResult
{
    public virtual string TypedName => "simple_value";

    public bool HasManyNumbers => false;

    public virtual double? Number(string name) => name == "value" ? value : null;

    public virtual void Write(Utf8JsonWriter writer, bool typedKeys) => WriteNumber(writer, "value", value, format);

    /// <summary>A number, and its text where there is a format.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, double value, ValueFormat format)
    {
        Numbers.Write(writer, name, double.IsFinite(value) ? value : null);
        if (double.IsFinite(value) && !format.IsRaw)
        {
            writer.WriteString(name + "_as_string", format.Text(value));
        }
    }
}
