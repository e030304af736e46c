using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Search;

/// <summary>Writes searches in Elasticsearch's query language.</summary>
internal static class SearchQuery
{
    // More names than a person looks through in a list.
    private const int MaxNames = 50;

    /// <summary>The newest events that match, how many there are, and their histogram.</summary>
    public static JsonObject Events(SearchRequest request, TimeRange range, TimeSpan interval, int size)
    {
        var body = new JsonObject
        {
            ["size"] = size,
            ["track_total_hits"] = true,
            ["query"] = Query(request, range),
            ["sort"] = new JsonArray(Descending(Fields.Timestamp), Descending(Fields.LogId)),
            ["aggs"] = new JsonObject
            {
                ["histogram"] = ByTime(interval),
                ["services"] = Terms(Fields.ServiceName, MaxNames),
                ["nodes"] = Terms(Fields.NodeId, MaxNames),
            },
        };
        if (Cursor(request.After) is { } after)
        {
            body["search_after"] = after;
        }

        return body;
    }

    /// <summary>Counts alone, by time, level and service.</summary>
    public static JsonObject Counts(TimeRange range, TimeSpan interval)
    {
        var services = Terms(Fields.ServiceName, MaxNames);
        services["aggs"] = new JsonObject { ["levels"] = Terms(Fields.LogLevel, 6) };
        return new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = true,
            ["query"] = Query(new SearchRequest(), range),
            ["aggs"] = new JsonObject { ["histogram"] = ByTime(interval), ["services"] = services },
        };
    }

    /// <summary>The one document with an id, whichever of the data stream's indices holds it.</summary>
    public static JsonObject ById(string id) => new()
    {
        ["size"] = 1,
        ["query"] = new JsonObject { ["ids"] = new JsonObject { ["values"] = new JsonArray(id) } },
    };

    /// <summary>Reads the cursor of a URL: an array of two numbers or texts; null where it is anything else.</summary>
    public static JsonArray? Cursor(string? text)
    {
        try
        {
            return text is { Length: > 0 and <= 1_000 }
                && JsonNode.Parse(text) is JsonArray { Count: 2 } values
                && values.All(value => value is JsonValue)
                    ? values
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Query(SearchRequest request, TimeRange range)
    {
        var filter = new JsonArray(Between(range));
        AddTerm(filter, Fields.ServiceName, request.Service);
        AddTerm(filter, Fields.NodeId, request.Node);
        AddTerm(filter, Fields.TraceId, request.Trace);
        if (request.Levels.Count > 0)
        {
            filter.Add(new JsonObject { ["terms"] = new JsonObject { [Fields.LogLevel] = new JsonArray([.. request.Levels.Select(level => (JsonNode)level)]) } });
        }

        var query = new JsonObject { ["filter"] = filter };
        if (request.Text.Length > 0)
        {
            query["must"] = new JsonArray(Text(request.Text));
        }

        return new JsonObject { ["bool"] = query };
    }

    // Words go to the message; all of them have to be there. field:value, "phrases", wildcards, AND, OR, NOT as in Lucene.
    private static JsonObject Text(string text) => new()
    {
        ["query_string"] = new JsonObject
        {
            ["query"] = text,
            ["default_field"] = Fields.Message,
            ["default_operator"] = "AND",
        },
    };

    private static JsonObject Between(TimeRange range) => new()
    {
        ["range"] = new JsonObject
        {
            [Fields.Timestamp] = new JsonObject { ["gte"] = Times.Iso(range.From), ["lt"] = Times.Iso(range.To) },
        },
    };

    private static void AddTerm(JsonArray filter, string field, string value)
    {
        if (value.Length > 0)
        {
            filter.Add(new JsonObject { ["term"] = new JsonObject { [field] = value } });
        }
    }

    private static JsonObject ByTime(TimeSpan interval) => new()
    {
        ["date_histogram"] = new JsonObject
        {
            ["field"] = Fields.Timestamp,
            ["fixed_interval"] = string.Create(CultureInfo.InvariantCulture, $"{interval.TotalSeconds:0}s"),
            ["min_doc_count"] = 1,
        },
        ["aggs"] = new JsonObject { ["levels"] = Terms(Fields.LogLevel, 6) },
    };

    private static JsonObject Terms(string field, int size) => new() { ["terms"] = new JsonObject { ["field"] = field, ["size"] = size } };

    private static JsonObject Descending(string field) => new() { [field] = new JsonObject { ["order"] = "desc" } };
}
