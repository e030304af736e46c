using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>Numbers by numbers, as percentiles are: an object of <c>"99.0": value</c>, or a list of key and value.</summary>
internal sealed class NumbersResult(string typedName, double[] keys, double[] values, bool keyed, ValueFormat format) : IMetricResult
{
    public string TypedName => typedName;

    public bool HasManyNumbers => true;

    public double? Number(string name)
    {
        var at = double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var key) ? Array.IndexOf(keys, key) : -1;
        return at < 0 ? null : values[at];
    }

    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        writer.WritePropertyName("values");
        if (keyed)
        {
            WriteObject(writer);
        }
        else
        {
            WriteList(writer);
        }
    }

    private void WriteObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        for (var i = 0; i < keys.Length; i++)
        {
            SimpleValue.WriteNumber(writer, Numbers.Text(keys[i]), values[i], format);
        }

        writer.WriteEndObject();
    }

    private void WriteList(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (var i = 0; i < keys.Length; i++)
        {
            writer.WriteStartObject();
            Numbers.Write(writer, "key", keys[i]);
            SimpleValue.WriteNumber(writer, "value", values[i], format);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
