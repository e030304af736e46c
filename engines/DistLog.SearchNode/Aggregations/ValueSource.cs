using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The options that aggregations over a field share: the field, what stands for a missing value, a format.</summary>
internal sealed class ValueSource
{
    public string Field { get; private set; } = "";

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
                return true;
            case "script":
                throw Refuse.NotSupported("script in an aggregation");
            default:
                return false;
        }
    }

    public ValueSource Checked()
    {
        if (Field.Length == 0)
        {
            throw Refuse.IllegalArgument("Required one of fields [field, script], but none were specified. ");
        }

        return this;
    }

    /// <summary>The field in an index, refused where it can't be aggregated on.</summary>
    public FieldRef? In(IndexContext index, string type, bool numeric)
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

        return numeric && field.Kind.HasStrings()
            ? throw Refuse.IllegalArgument($"Field [{Field}] of type [{field.Field.TypeName}] is not supported for aggregation [{type}]")
            : field;
    }
}
