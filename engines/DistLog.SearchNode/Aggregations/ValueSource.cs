using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The options that aggregations over a field share: the field, what stands for a missing value, a format.</summary>
internal sealed class ValueSource
{
    /// <summary>Stands for the field where an index doesn't have it and the request names a type: what stands for missing values is of it.</summary>
    private FieldRef? _unmapped;

    private string _type = "";
    private bool _numeric;

    public string Field { get; private set; } = "";

    /// <summary>The field in one of the indices searched; null where none has it.</summary>
    public FieldRef? Seen { get; private set; }

    public string? Missing { get; private set; }

    public string? Format { get; private set; }

    /// <summary>Takes an option; false where it is the aggregation's own.</summary>
    public bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "field":
                Field = value.Text() ?? "";
                return true;
            case "missing":
                Missing = value.Text();
                return true;
            case "format":
                Format = value.Text();
                return true;
            case "value_type":
                TakeType(value.Text() ?? "");
                return true;
            case "script":
                throw Refuse.NotSupported("script in an aggregation");
            default:
                return false;
        }
    }

    private void TakeType(string type)
    {
        FieldKind? kind = type switch
        {
            "long" or "integer" or "short" or "byte" => FieldKind.Long,
            "double" or "float" or "number" or "numeric" => FieldKind.Double,
            "boolean" => FieldKind.Boolean,
            "date" => FieldKind.Date,
            "ip" => FieldKind.Ip,
            "string" or "keyword" => null,
            _ => throw Refuse.IllegalArgument($"Could not parse [value_type]: unknown value type [{type}]"),
        };
        // A column that no block has. Stores count from the system's fields on, and must not run over.
        _unmapped = kind is { } known ? new FieldRef(new FieldMapping { Path = "", TypeName = type, Kind = known, Ordinal = int.MaxValue - SystemFields.Count }) : null;
    }

    /// <summary>Takes an option, or refuses it where there is none of that name.</summary>
    public void TakeOrRefuse(string type, JsonProperty property)
    {
        if (!Take(property.Name, property.Value))
        {
            throw Refuse.ContentParse($"[{type}] unknown field [{property.Name}]");
        }
    }

    /// <summary>How the field's numbers are shown and read.</summary>
    public ValueFormat FormatOf(FieldRef? field) => ValueFormat.Of(field, Format);

    /// <summary>Refuses a source without a field; says what the field must be, for <see cref="In"/>.</summary>
    /// <param name="type">The aggregation, for messages.</param>
    /// <param name="numeric">Only numbers, dates and booleans will do.</param>
    public ValueSource Checked(string type, bool numeric)
    {
        (_type, _numeric) = (type, numeric);
        if (Field.Length == 0)
        {
            throw Refuse.IllegalArgument("Required one of fields [field, script], but none were specified. ");
        }

        return this;
    }

    /// <summary>The field in an index, refused where it can't be aggregated on.</summary>
    public FieldRef? In(IndexContext index)
    {
        var field = index.Field(Field);
        if (field is null)
        {
            return null;
        }

        if (field.Kind == FieldKind.Text)
        {
            throw Refuse.IllegalArgument($"Fielddata is disabled on [{Field}] in [{index.Query.Index}]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [{Field}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.");
        }

        if (field.Path == SystemFields.Id.Path)
        {
            throw Refuse.IllegalArgument("Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster setting: indices.id_field_data.enabled");
        }

        return _numeric && field.Kind.HasStrings() ? throw WrongType(field, _type) : Remembered(field);
    }

    /// <summary>
    /// The type of what an index gives: of its own field, or where it has none, of what stands for missing values, which is that of the
    /// field in other indices. Only a type: no block of this index has such a column.
    /// </summary>
    public FieldRef? TypeOf(FieldRef? own) => own is not null || Missing is null ? own : Seen is { Field.ConstantValue: null } ? Seen : _unmapped;

    private FieldRef Remembered(FieldRef field)
    {
        Seen ??= field;
        return field;
    }

    /// <summary>A string of a request as the field's column would hold it.</summary>
    public static byte[] StringBytes(FieldRef? field, string text)
    {
        if (field?.Kind != FieldKind.Ip)
        {
            return System.Text.Encoding.UTF8.GetBytes(text);
        }

        return System.Net.IPAddress.TryParse(text, out var address) ? address.MapToIPv6().GetAddressBytes() : throw Refuse.IllegalArgument($"'{text}' is not an IP string literal.");
    }

    /// <summary>The refusal of a field whose values the aggregation can't be computed over.</summary>
    public static ElasticsearchException WrongType(FieldRef field, string type) =>
        Refuse.IllegalArgument($"Field [{field.Path}] of type [{field.Field.TypeName}] is not supported for aggregation [{type}]");
}
