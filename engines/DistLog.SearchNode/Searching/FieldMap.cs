using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Aggregations;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Searching;

/// <summary>Values by field, as JSON: each field's are a list.</summary>
internal sealed class FieldMap
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public bool IsEmpty => _values.Count == 0;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The whole as an object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in _values)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteRawValue(value, skipInputValidation: true);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public void AddRaw(string name, JsonElement value) => AddJson(name, value.GetRawText());

    public void AddText(string name, string? text)
    {
        if (text is not null)
        {
            AddJson(name, Quote(text));
        }
    }

    public void AddJson(string name, string json)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = [];
        }

        values.Add(json);
    }

    /// <summary>Adds a value in the form that the field's type gives it; false where the type can't have it.</summary>
    public bool Add(string name, FieldRef field, JsonElement value, DateFormat? format)
    {
        if (Render(field, value, format) is not { } json)
        {
            return false;
        }

        AddJson(name, json);
        return true;
    }

    private static string? Render(FieldRef field, JsonElement value, DateFormat? format)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return field.Field.NullValue is { } stands ? Scalar(field, stands, format) : null;
        }

        if (field.Kind is FieldKind.Unindexed || (field.Kind == FieldKind.Flattened && field.FlattenedKey is null))
        {
            return value.GetRawText();
        }

        return value.ValueKind == JsonValueKind.Object ? null : Scalar(field, value.Text()!, format);
    }

    private static string? Scalar(FieldRef field, string text, DateFormat? format) => field.Kind switch
    {
        FieldKind.Boolean => text is "true" or "false" or "" ? (text == "true" ? "true" : "false") : null,
        FieldKind.Ip => IPAddress.TryParse(text, out var address) ? Quote(BucketKeys.AddressText(address.MapToIPv6().GetAddressBytes())) : null,
        _ when field.Kind.IsDate() => Date(field, text, format),
        _ when field.Kind.IsNumeric() => Number(field, text),
        FieldKind.Keyword or FieldKind.Wildcard or FieldKind.Flattened when text.Length > field.Field.IgnoreAbove => null,
        _ => Quote(field.Field.LowercaseNormalizer ? text.ToLowerInvariant() : text),
    };

    private static string? Date(FieldRef field, string text, DateFormat? format) =>
        field.Field.DateFormat.TryParse(Encoding.UTF8.GetBytes(text), out var instant)
            ? Quote((format ?? field.Field.DateFormat).Format(field.Kind == FieldKind.Date ? Instant.FromMillis(instant.Millis) : instant))
            : null;

    private static string? Number(FieldRef field, string text)
    {
        if (field.Kind.IsWhole() && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole))
        {
            return InBounds(field.Kind, whole) ? whole.ToString(CultureInfo.InvariantCulture) : null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        if (field.Kind.IsWhole())
        {
            return Math.Abs(number) < long.MaxValue && InBounds(field.Kind, (long)number) ? ((long)number).ToString(CultureInfo.InvariantCulture) : null;
        }

        return Numbers.Text(NumericPrecision.Round(field.Field, number));
    }

    private static bool InBounds(FieldKind kind, long number) => kind.Bounds() is var (low, high) && number >= low && number <= high;

    private static string Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 2);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
