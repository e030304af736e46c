using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Documents;

/// <summary>Fields that the mapping doesn't know: what mapping they would get.</summary>
internal sealed partial class DocumentParser
{
    private static readonly DateFormat DetectedDates = DateFormat.Parse("strict_date_optional_time");
    private static readonly DateFormat DetectedSlashDates = DateFormat.Parse("yyyy/MM/dd HH:mm:ss||yyyy/MM/dd");

    private void ReadUnknown(ref Utf8JsonReader reader, ObjectMapping parent, string name)
    {
        var path = parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
        if (parent.Path.Length == 0 && (name is "_id" or "_index" or "_source" or "_seq_no" or "_version" or "_routing" or "_type"))
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] Field [{name}] is a metadata field and cannot be added inside a document. Use the index API request parameters.");
        }

        if (string.IsNullOrWhiteSpace(name) || name.Split('.').Any(string.IsNullOrWhiteSpace))
        {
            throw Refuse.DocumentParsing(name.Length == 0 ? "field name cannot be an empty string" : $"field name cannot contain only whitespace: ['{name}']");
        }

        reader.Read();
        if (_mapping.Aliases.ContainsKey(path))
        {
            throw Refuse.DocumentParsing($"Cannot write to a field alias [{path}].");
        }

        switch (parent.Dynamic)
        {
            case DynamicMode.Strict:
                throw new ElasticsearchException(400, "strict_dynamic_mapping_exception", $"[1:{reader.TokenStartIndex + 1}] mapping set to strict, dynamic introduction of [{name}] within [{(parent.Path.Length == 0 ? "_doc" : parent.Path)}] is not allowed");
            case DynamicMode.True:
                Discover(ref reader, path);
                break;
            default:
                SkipUnheld(ref reader);
                break;
        }
    }

    private void Discover(ref Utf8JsonReader reader, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Discover(ref reader, path);
                }

                break;
            case JsonTokenType.StartObject:
                DiscoverObject(ref reader, path);
                break;
            case JsonTokenType.Null:
                break;
            default:
                AddNewField(path, DetectType(ref reader));
                break;
        }
    }

    private void DiscoverObject(ref Utf8JsonReader reader, string path)
    {
        var template = _mapping.DynamicTemplates.FirstOrDefault(rule => rule.Applies(path, "object"));
        _newFields.Add(new NewField(path, template?.MappingFor(path, "object") ?? new JsonObject { ["properties"] = new JsonObject() }));
        if (template is not null)
        {
            // The rule may have made anything of it; the second parse tells.
            reader.Skip();
            return;
        }

        ReadObject(ref reader, new ObjectMapping { Path = path, Dynamic = DynamicMode.True, Number = 0 });
    }

    private string DetectType(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Number => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? "double" : "long",
        _ => DetectString(TextOf(ref reader)),
    };

    private string DetectString(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // A bare year would be a date by the format; Elasticsearch doesn't take numbers for dates here.
        if (_mapping.DateDetection && text.Length >= 8 && (DetectedDates.TryParse(bytes, out _) || DetectedSlashDates.TryParse(bytes, out _)))
        {
            return "date";
        }

        if (_mapping.NumericDetection)
        {
            return long.TryParse(text, out _) ? "long" : double.TryParse(text, out _) ? "double" : "string";
        }

        return "string";
    }

    private void AddNewField(string path, string type)
    {
        if (_newFields.Exists(field => field.Path == path))
        {
            return;
        }

        var template = _mapping.DynamicTemplates.FirstOrDefault(rule => rule.Applies(path, type));
        _newFields.Add(new NewField(path, template?.MappingFor(path, type) ?? DefaultMapping(type)));
    }

    private static JsonObject DefaultMapping(string type) => type switch
    {
        "string" => new JsonObject
        {
            ["type"] = "text",
            ["fields"] = new JsonObject { ["keyword"] = new JsonObject { ["type"] = "keyword", ["ignore_above"] = 256 } },
        },
        "double" => new JsonObject { ["type"] = "float" },
        "date" => new JsonObject { ["type"] = "date" },
        _ => new JsonObject { ["type"] = type },
    };
}
