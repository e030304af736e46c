using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary>One function of a <c>function_score</c>: a weight, times a field's value, for the documents of a filter.</summary>
internal sealed class ScoreFunction
{
    private Query? _filter;
    private float? _weight;
    private string? _field;
    private float _factor = 1;
    private double? _missing;
    private Func<double, double> _modifier = static value => value;

    public bool IsEmpty => _weight is null && _field is null;

    public static ScoreFunction Parse(JsonElement body, QueryParser parser)
    {
        var function = new ScoreFunction();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("failed to parse [function_score] query. a function must be an object"))
        {
            if (property.Name == "filter")
            {
                function._filter = parser.Parse(property.Value);
            }
            else if (!function.Take(property.Name, property.Value))
            {
                throw Refuse.Parsing($"no [{property.Name}] registered for function_score");
            }
        }

        return function.IsEmpty ? throw Refuse.Parsing("failed to parse [function_score] query. an entry in functions list is missing a function.") : function;
    }

    /// <summary>Takes one property; false where it isn't one of a function.</summary>
    public bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "weight":
                _weight = (float)value.Double(name);
                return true;
            case "field_value_factor":
                TakeField(value);
                return true;
            case "random_score" or "script_score" or "gauss" or "linear" or "exp":
                throw Refuse.NotSupported($"{name} of function_score");
            default:
                return false;
        }
    }

    private void TakeField(JsonElement body)
    {
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[field_value_factor] must be an object"))
        {
            switch (property.Name)
            {
                case "field":
                    _field = property.Value.Text();
                    break;
                case "factor":
                    _factor = (float)property.Value.Double(property.Name);
                    break;
                case "missing":
                    _missing = property.Value.Double(property.Name);
                    break;
                case "modifier":
                    _modifier = Modifier(property.Value.Text());
                    break;
                default:
                    throw Refuse.Parsing($"field_value_factor query does not support [{property.Name}]");
            }
        }

        if (_field is null)
        {
            throw Refuse.Parsing("[field_value_factor] required field 'field' missing");
        }
    }

    private static Func<double, double> Modifier(string? name) => name switch
    {
        "none" => static value => value,
        "log" => Math.Log10,
        "log1p" => static value => Math.Log10(value + 1),
        "log2p" => static value => Math.Log10(value + 2),
        "ln" => Math.Log,
        "ln1p" => static value => Math.Log(value + 1),
        "ln2p" => static value => Math.Log(value + 2),
        "square" => static value => value * value,
        "sqrt" => Math.Sqrt,
        "reciprocal" => static value => 1 / value,
        _ => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.common.lucene.search.function.FieldValueFactorFunction.Modifier.{name?.ToUpperInvariant()}"),
    };

    public BoundFunction Bind(QueryContext context)
    {
        var field = _field is null ? null : context.Field(_field);
        if (_field is not null && field is null && _missing is null)
        {
            throw Refuse.QueryShard($"Unable to find a field mapper for field [{_field}]. No 'missing' value defined.", context.Index);
        }

        return new BoundFunction(_filter?.Bind(context), _weight ?? 1, _field, field, _factor, _missing, _modifier);
    }
}
