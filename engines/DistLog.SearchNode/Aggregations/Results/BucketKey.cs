using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>What the documents of a bucket share.</summary>
internal abstract class BucketKey
{
    /// <summary>The bucket's name in a keyed answer, and in a path (<c>terms['name']&gt;…</c>).</summary>
    public abstract string Name { get; }

    /// <summary>The key as a number; NaN where it is none.</summary>
    public virtual double Number => double.NaN;

    /// <summary>Writes the key's properties inside the bucket; a keyed bucket stands under its name already.</summary>
    public abstract void Write(Utf8JsonWriter writer, bool keyed);
}

/// <summary>A string.</summary>
internal sealed class StringKey(string text) : BucketKey
{
    public override string Name => text;

    public override void Write(Utf8JsonWriter writer, bool keyed) => writer.WriteString("key", text);
}

/// <summary>A bucket of <c>filters</c>: its name, or nothing.</summary>
internal sealed class FilterKey(string? name, bool shown) : BucketKey
{
    public override string Name => name ?? "";

    public override void Write(Utf8JsonWriter writer, bool keyed)
    {
        if (shown && !keyed)
        {
            writer.WriteString("key", name);
        }
    }
}

/// <summary>A whole number, with its text where its type has one.</summary>
internal sealed class LongKey(long value, string? text) : BucketKey
{
    public override string Name => text ?? value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override double Number => value;

    public override void Write(Utf8JsonWriter writer, bool keyed)
    {
        if (text is not null)
        {
            writer.WriteString("key_as_string", text);
        }

        writer.WriteNumber("key", value);
    }
}

/// <summary>A floating-point number, with its text where a format gives one.</summary>
internal sealed class DoubleKey(double value, string? text) : BucketKey
{
    public override string Name => text ?? Numbers.Text(value);

    public override double Number => value;

    public override void Write(Utf8JsonWriter writer, bool keyed)
    {
        if (text is not null)
        {
            writer.WriteString("key_as_string", text);
        }

        Numbers.Write(writer, "key", value);
    }
}
