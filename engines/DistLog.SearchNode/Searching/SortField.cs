using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Searching;

/// <summary>One key of a sort.</summary>
internal sealed class SortField
{
    public const string Score = "_score";
    public const string Document = "_doc";
    public const string ShardDocument = "_shard_doc";

    public required string Name { get; init; }

    public bool Descending { get; set; }

    public bool MissingFirst { get; set; }

    /// <summary>What stands for a missing value, where it isn't simply first or last.</summary>
    public string? MissingValue { get; set; }

    /// <summary>Which of several values counts; by default the one that comes first.</summary>
    public SortMode? Mode { get; private set; }

    /// <summary>The type that all values are made before they are compared.</summary>
    public FieldKind? NumericType { get; private set; }

    public DateFormat? Format { get; set; }

    public string? UnmappedType { get; set; }

    public bool IsScore => Name == Score;

    public bool IsDocument => Name is Document or ShardDocument;

    public static List<SortField> ParseList(JsonElement body) => body.ValueKind == JsonValueKind.Array
        ? [.. body.EnumerateArray().SelectMany(Parse)]
        : [.. Parse(body)];

    /// <summary>The form of a URI: <c>field:desc</c>.</summary>
    public static SortField ParseUri(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon < 0 ? Of(text) : Of(text[..colon], text[(colon + 1)..]);
    }

    private static IEnumerable<SortField> Parse(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.String)
        {
            return [Of(body.GetString()!)];
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.IllegalArgument("malformed sort format, within the sort array, an object, or an actual string are allowed");
        }

        return body.EnumerateObject().Select(property => property.Value.ValueKind == JsonValueKind.Object
            ? Parse(property.Name, property.Value)
            : Of(property.Name, property.Value.Text())).ToArray();
    }

    private static SortField Of(string name, string? order = null) => new()
    {
        Name = name,
        Descending = order is null ? name == Score : IsDescending(order),
    };

    private static bool IsDescending(string order) => order.ToLowerInvariant() switch
    {
        "asc" => false,
        "desc" => true,
        _ => throw Refuse.IllegalArgument($"Unknown SortOrder [{order}]"),
    };

    private static SortField Parse(string name, JsonElement options)
    {
        if (name is "_script" or "_geo_distance")
        {
            throw Refuse.NotSupported($"sort by {name}");
        }

        var field = Of(name);
        foreach (var option in options.EnumerateObject())
        {
            field.Take(option.Name, option.Value);
        }

        return field;
    }

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "order":
                Descending = IsDescending(value.Text() ?? "");
                break;
            case "missing":
                MissingFirst = value.Text() == "_first";
                MissingValue = value.Text() is "_first" or "_last" ? null : value.Text();
                break;
            case "mode":
                Mode = SortModes.Parse(value.Text());
                break;
            case "format":
                Format = DateFormat.Parse(value.Text()!);
                break;
            case "unmapped_type":
                UnmappedType = value.Text();
                break;
            case "numeric_type":
                NumericType = NumericConversion.Parse(value.Text());
                break;
            case "ignore_unmapped":
                break;
            case "nested" or "nested_path" or "nested_filter":
                throw Refuse.NotSupported("sort by values of nested objects");
            default:
                throw Refuse.ContentParse($"[field_sort] unknown field [{name}]");
        }
    }

    /// <summary>Reads a value of search_after, as it was given out.</summary>
    public SortValue ParseAfter(JsonElement value, FieldKind? kind, FieldRef? field)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return SortValue.Missing;
        }

        var text = value.Text()!;
        if (IsScore)
        {
            return SortValue.Of(value.Double(Name));
        }

        if (field is null && kind is { } converted && converted.IsDate() && (Format ?? DateFormat.Default).TryParse(Encoding.UTF8.GetBytes(text), out var moment) && !long.TryParse(text, out _))
        {
            return SortValue.Of(converted == FieldKind.Date ? moment.Millis : moment.TotalNanos);
        }

        if (field is null && kind == FieldKind.Double)
        {
            return SortValue.Of(value.Double(Name));
        }

        if (IsDocument || kind is null || field is null)
        {
            return long.TryParse(text, out var position) ? SortValue.Of(position) : SortValue.Of(Encoding.UTF8.GetBytes(text).AsMemory());
        }

        return ParseAs(text, field);
    }

    /// <summary>A value written as text, as the field's type.</summary>
    public SortValue ParseAs(string text, FieldRef field)
    {
        if (field.Kind.IsDate())
        {
            return SortValue.Of(ParseDate(text, field));
        }

        if (field.Kind.HasLongs())
        {
            return long.TryParse(text, out var whole) ? SortValue.Of(whole) : SortValue.Of(text switch { "true" => 1, "false" => 0, _ => throw Wrong(text) });
        }

        if (field.Kind.IsFractional())
        {
            return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? SortValue.Of(number) : throw Wrong(text);
        }

        return field.Kind == FieldKind.Ip && System.Net.IPAddress.TryParse(text, out var address)
            ? SortValue.Of(address.MapToIPv6().GetAddressBytes().AsMemory())
            : SortValue.Of(Encoding.UTF8.GetBytes(text).AsMemory());
    }

    private long ParseDate(string text, FieldRef field)
    {
        if (long.TryParse(text, out var number))
        {
            return number;
        }

        if (!(Format ?? field.Field.DateFormat).TryParse(Encoding.UTF8.GetBytes(text), out var instant) && !field.Field.DateFormat.TryParse(Encoding.UTF8.GetBytes(text), out instant))
        {
            throw Wrong(text);
        }

        return field.Kind == FieldKind.Date ? instant.Millis : instant.TotalNanos;
    }

    private ElasticsearchException Wrong(string text) =>
        Refuse.IllegalArgument($"Failed to parse search_after value for field [{Name}]: [{text}].");
}
