using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>A range of numbers or dates; its ends are infinite where it is open.</summary>
internal sealed class RangeKey(string? name, double from, double to, ValueFormat format) : BucketKey
{
    public override string Name { get; } = name ?? $"{End(from, format)}-{End(to, format)}";

    private static string End(double end, ValueFormat format) => double.IsInfinity(end) ? "*" : format.Text(end);

    public override void Write(Utf8JsonWriter writer, bool keyed)
    {
        if (!keyed)
        {
            writer.WriteString("key", Name);
        }

        WriteEnd(writer, "from", from);
        WriteEnd(writer, "to", to);
    }

    private void WriteEnd(Utf8JsonWriter writer, string name, double end)
    {
        if (!double.IsInfinity(end))
        {
            SimpleValue.WriteNumber(writer, name, end, format);
        }
    }
}

/// <summary>A range of addresses.</summary>
internal sealed class AddressRangeKey(string name, string? from, string? to) : BucketKey
{
    public override string Name => name;

    public override void Write(Utf8JsonWriter writer, bool keyed)
    {
        if (!keyed)
        {
            writer.WriteString("key", name);
        }

        if (from is not null)
        {
            writer.WriteString("from", from);
        }

        if (to is not null)
        {
            writer.WriteString("to", to);
        }
    }
}
