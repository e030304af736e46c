using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary>One source of composed keys: <c>terms</c>, <c>histogram</c> or <c>date_histogram</c>.</summary>
internal sealed class CompositeSource
{
    private readonly string _type;
    private readonly ValueSource _source = new();
    private readonly DateIntervalOptions _dates = new();
    private DateRounding? _rounding;
    private double _interval;
    private string? _missingOrder;
    private string? _zone;

    private CompositeSource(string name, string type) => (Name, _type) = (name, type);

    public string Name { get; }

    public bool Descending { get; private set; }

    /// <summary>Documents without a value have a bucket, too.</summary>
    public bool MissingBucket { get; private set; }

    /// <summary>Where documents without a value come: before all others in ascending order, unless the request says otherwise.</summary>
    public bool MissingLast => _missingOrder is "first" or "last" ? _missingOrder == "last" : Descending;

    public string Field => _source.Field;

    /// <summary>The field.</summary>
    public ValueSource Source => _source;

    public static CompositeSource Parse(JsonProperty source)
    {
        var definition = source.Value.Only("sources");
        if (definition.Name is not ("terms" or "histogram" or "date_histogram"))
        {
            throw definition.Name == "geotile_grid" ? Refuse.NotSupported("geotile_grid in a composite aggregation") : Refuse.Parsing($"invalid source type: {definition.Name}");
        }

        var parsed = new CompositeSource(source.Name, definition.Name);
        foreach (var property in definition.Value.EnumerateObject())
        {
            if (!parsed.Take(property.Name, property.Value) && !parsed.TakeInterval(property.Name, property.Value) && (property.Name == "missing" || !parsed._source.Take(property.Name, property.Value)))
            {
                throw Refuse.ContentParse($"[{definition.Name}] unknown field [{property.Name}]");
            }
        }

        return parsed.Checked();
    }

    private CompositeSource Checked()
    {
        _source.Checked("composite", numeric: _type != "terms");
        _rounding = _type == "date_histogram" ? _dates.Rounding() : null;
        if (_type == "histogram" && _interval <= 0)
        {
            throw Refuse.IllegalArgument($"[interval] must be greater than 0 for [{_type}] source");
        }

        return _missingOrder is "first" or "last" && !MissingBucket
            ? throw Refuse.IllegalArgument("missingOrder can only be set if missingBucket is true")
            : this;
    }

    private bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "order":
                Descending = value.Text()?.ToLowerInvariant() switch
                {
                    "asc" => false,
                    "desc" => true,
                    _ => throw Refuse.IllegalArgument($"Unknown SortOrder [{value.Text()}]"),
                };
                return true;
            case "missing_bucket":
                MissingBucket = value.Bool(name);
                return true;
            case "missing_order":
                _missingOrder = value.Text()?.ToLowerInvariant() is "first" or "last" or "default"
                    ? value.Text()!.ToLowerInvariant()
                    : throw Refuse.IllegalArgument($"Unknown MissingOrder [{value.Text()}]");
                return true;
            default:
                return false;
        }
    }

    private bool TakeInterval(string name, JsonElement value)
    {
        if (name == "time_zone")
        {
            _zone = value.Text();
        }

        if (_type == "histogram" && name == "interval")
        {
            _interval = value.Double(name);
            return true;
        }

        return _type == "date_histogram" && _dates.Take(name, value);
    }

    /// <summary>What reads the parts of keys from a block; null where no row has any.</summary>
    public KeyValues? ValuesOf(BlockContext block)
    {
        var field = _source.In(block.Index);
        if (field?.Field.ConstantValue is { } constant)
        {
            return new ConstantKeyValues(Encoding.UTF8.GetBytes(constant));
        }

        if (Field == "_index")
        {
            return new ConstantKeyValues(Encoding.UTF8.GetBytes(block.Index.Query.Index));
        }

        return block.Column(Field) switch
        {
            null => null,
            { } column when _interval > 0 => new DoubleKeyValues(column, field!.Kind, _interval),
            DictionaryColumn terms => new StringKeyValues(terms),
            StringColumn strings => new StringKeyValues(strings.Raw),
            LongColumn longs => new LongKeyValues(longs, field!.Kind, _rounding),
            var column => new DoubleKeyValues(column, field!.Kind, 0),
        };
    }

    /// <summary>Writes a value of <c>after</c>, which is given as the answer showed it.</summary>
    public void WriteAfter(KeyBuffer key, JsonElement value, FieldRef? field, Instant now)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            key.WriteMissing(MissingBucket ? MissingLast : throw Refuse.IllegalArgument($"Invalid value for [after.{Name}]: null, missing_bucket is not set"));
            return;
        }

        var text = value.Text() ?? "";
        if (_interval > 0 || (field is not null && field.Kind.IsFractional()))
        {
            key.WriteDouble(ValueFormat.Raw.Parse(text, now), Descending);
        }
        else if (_rounding is not null || (field is not null && field.Kind.HasLongs()))
        {
            key.WriteLong(ParseLong(value, text, field, now), Descending);
        }
        else
        {
            key.WriteString(ValueSource.StringBytes(field, text), Descending);
        }
    }

    private long ParseLong(JsonElement value, string text, FieldRef? field, Instant now)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return ValueFormat.Raw.ParseLong(text, now);
        }

        return field is not null && !field.Kind.IsDate() && _rounding is null
            ? ValueFormat.Of(field, null).ParseLong(text, now)
            : ValueFormat.OfDates(field, _source.Format is { } format ? format + "||epoch_millis" : null, Zone).ParseLong(text, now);
    }

    private ZoneOffset Zone => _zone is null ? ZoneOffset.Utc : ZoneOffset.Parse(_zone);

    /// <summary>The field in an index; null where it has none.</summary>
    public FieldRef? FieldIn(IndexContext index) => _source.In(index);

    /// <summary>What writes this source's part of a key.</summary>
    public Action<Utf8JsonWriter, KeyPart> WriterOf(FieldRef? field)
    {
        var format = _rounding is not null && _source.Format is { } dates ? ValueFormat.OfDates(field, dates, Zone) : ValueFormat.Raw;
        return (writer, part) => Write(writer, part, field, format);
    }

    private static void Write(Utf8JsonWriter writer, KeyPart part, FieldRef? field, ValueFormat format)
    {
        switch (part.Kind)
        {
            case KeyKind.Long when field?.Kind == FieldKind.Boolean:
                writer.WriteBooleanValue(part.Long != 0);
                break;
            case KeyKind.Long when !format.IsRaw:
                writer.WriteStringValue(format.Text(part.Long));
                break;
            case KeyKind.Long:
                writer.WriteNumberValue(part.Long);
                break;
            case KeyKind.Double:
                Numbers.WriteValue(writer, part.Double);
                break;
            case KeyKind.String:
                writer.WriteStringValue(BucketKeys.FormatString(field, part.Bytes));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
