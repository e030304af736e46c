using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_mget</c>: many documents by their ids.</summary>
internal static class MultiGetEndpoint
{
    /// <summary>Documents of one request; more would hold too much memory at once.</summary>
    private const int MostDocuments = 100_000;

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_mget", HandleAsync);
        routes.Map("GET,POST", "/{index}/_mget", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        using var body = await request.JsonAsync();
        var wanted = Parse(request, body?.RootElement ?? throw Refuse.Parsing("request body is required"));
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("docs");
            foreach (var document in wanted)
            {
                WriteOne(writer, request, document);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static List<DocumentRequest> Parse(RestRequest request, JsonElement body)
    {
        var wanted = new List<DocumentRequest>();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("a multi get request must be a JSON object"))
        {
            if (property.Name is not ("docs" or "ids") || property.Value.ValueKind != JsonValueKind.Array)
            {
                throw Refuse.Parsing($"unknown key [{property.Name}] for a {property.Value.ValueKind}, expected [docs] or [ids]");
            }

            wanted.AddRange(property.Value.EnumerateArray().Select(item => property.Name == "docs" ? Document(request, item) : Default(request, item.Text())));
        }

        Check(wanted);
        return wanted;
    }

    private static void Check(List<DocumentRequest> wanted)
    {
        var problems = wanted
            .SelectMany((document, number) => new (string Value, string Name, int Number)[] { (document.Index, "index", number), (document.Id, "id", number) })
            .Where(part => part.Value.Length == 0)
            .Select(part => $"{part.Name} is missing for doc {part.Number}")
            .ToList();
        if (wanted.Count is 0 or > MostDocuments)
        {
            problems.Add(wanted.Count == 0 ? "no documents to get" : $"too many documents to get: {wanted.Count}, and this node gives at most {MostDocuments} at once");
        }

        if (problems.Count > 0)
        {
            throw new ElasticsearchException(400, "action_request_validation_exception", "Validation Failed: " + string.Concat(problems.Select((problem, number) => $"{number + 1}: {problem};")));
        }
    }

    private static DocumentRequest Default(RestRequest request, string? id) => DocumentRequest.Of(request, request.Path("index"), id ?? "");

    private static DocumentRequest Document(RestRequest request, JsonElement item)
    {
        var document = Default(request, null);
        foreach (var property in item.ValueKind == JsonValueKind.Object ? item.EnumerateObject() : throw Refuse.IllegalArgument("docs array element should include an object"))
        {
            var value = property.Value;
            document = property.Name switch
            {
                "_index" => document with { Index = value.Text() ?? "" },
                "_id" => document with { Id = value.Text() ?? "" },
                "_source" => document with { Source = SourceFilter.Parse(value) },
                "routing" => document with { Routing = value.Text() },
                "stored_fields" => document with { StoredFields = value.Strings(), Source = null },
                "version" => document with { Version = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null },
                "version_type" => document,
                _ => throw Refuse.Parsing($"unknown field [{property.Name}] in a multi get request"),
            };
        }

        return document;
    }

    private static void WriteOne(Utf8JsonWriter writer, RestRequest request, DocumentRequest wanted)
    {
        try
        {
            var (index, document) = wanted.Find(request.Node);
            GetEndpoints.Write(writer, index, wanted, document);
        }
        catch (ElasticsearchException wrong)
        {
            WriteError(writer, wanted, wrong);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, DocumentRequest wanted, ElasticsearchException wrong)
    {
        writer.WriteStartObject();
        writer.WriteString("_index", wanted.Index);
        writer.WriteString("_id", wanted.Id);
        writer.WriteStartObject("error");
        writer.WriteStartArray("root_cause");
        writer.WriteStartObject();
        ErrorBody.WriteWithCause(writer, wrong);
        writer.WriteEndObject();
        writer.WriteEndArray();
        ErrorBody.WriteWithCause(writer, wrong);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
