using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary><c>_reindex</c> from one index of this node to another.</summary>
internal static class ReindexEndpoint
{
    public static async Task HandleAsync(RestRequest request)
    {
        var options = ByQueryOptions.Of(request);
        // What is parsed of it may be read for as long as the work goes on.
        var body = (await request.JsonAsync() ?? throw Refuse.Validation("use _all if you really want to copy from all existing indexes")).RootElement;
        var (source, destination) = (default(JsonElement), default(JsonElement));
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "source":
                    source = property.Value;
                    break;
                case "dest":
                    destination = property.Value;
                    break;
                case "max_docs" or "size":
                    options.TakeLimit(property.Value.Int(property.Name));
                    break;
                case "conflicts":
                    options.TakeConflicts(property.Value.Text());
                    break;
                case "script":
                    throw Refuse.NotSupported("reindex by script");
                default:
                    throw Refuse.ContentParse($"[1:1] [reindex] unknown field [{property.Name}]");
            }
        }

        options.TakeParameters(request);
        var action = Destination(request, destination);
        (var from, action.Filter) = Source(source, options);
        var targets = request.Node.Names.Resolve(from, request.Names());
        action.CheckTarget(targets);
        await ByQueryEndpoints.RunAsync(request, options, action, targets, $"reindex from [{from}] to [{action.Index}]");
    }

    private static (string Indices, SourceFilter Filter) Source(JsonElement json, ByQueryOptions options)
    {
        var (indices, filter) = ("", SourceFilter.Everything);
        foreach (var property in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            switch (property.Name)
            {
                case "index":
                    indices = string.Join(',', property.Value.Strings());
                    break;
                case "query":
                    options.Search.Query = QueryParser.ParseOne(property.Value);
                    break;
                case "size":
                    options.TakeBatchSize(Size(property.Value));
                    break;
                case "sort":
                    options.Search.Sort = SortField.ParseList(property.Value);
                    break;
                case "_source":
                    filter = SourceFilter.Parse(property.Value);
                    break;
                case "remote":
                    throw RemoteRefused(property.Value);
                case "from" or "stored_fields":
                    throw Refuse.Validation($"{property.Name} is not supported in this context");
                default:
                    throw Refuse.Parsing($"Unknown key for a {Token(property.Value)} in [{property.Name}].");
            }
        }

        if (!filter.IsEnabled)
        {
            throw Refuse.Validation("_source:false is not supported in this context");
        }

        return indices.Length > 0 ? (indices, filter) : throw Refuse.Validation("use _all if you really want to copy from all existing indexes");
    }

    /// <summary>No remote cluster is allowed, as in an Elasticsearch whose list of them is empty.</summary>
    private static ElasticsearchException RemoteRefused(JsonElement remote)
    {
        var unknown = remote.EnumerateObject().Select(property => property.Name).Except(["host", "username", "password", "headers", "socket_timeout", "connect_timeout"]).ToArray();
        if (!remote.TryGetProperty("host", out var host) || !Uri.TryCreate(host.Text(), UriKind.Absolute, out var uri) || !host.Text()!.Contains($":{uri.Port}", StringComparison.Ordinal))
        {
            return Refuse.IllegalArgument($"[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [{(host.ValueKind == JsonValueKind.Undefined ? null : host.Text())}]");
        }

        return Refuse.IllegalArgument(unknown.Length > 0 ? $"Unsupported fields in [remote]: [{string.Join(",", unknown)}]" : $"[{uri.Host}:{uri.Port}] not whitelisted in reindex.remote.whitelist");
    }

    private static int Size(JsonElement value) =>
        int.TryParse(value.Text(), out var size) ? size : throw new ElasticsearchException(400, "number_format_exception", $"For input string: \"{value.Text()}\"");

    private static string Token(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "START_OBJECT",
        JsonValueKind.Array => "START_ARRAY",
        JsonValueKind.String => "VALUE_STRING",
        JsonValueKind.Number => "VALUE_NUMBER",
        JsonValueKind.Null => "VALUE_NULL",
        _ => "VALUE_BOOLEAN",
    };

    private static ReindexAction Destination(RestRequest request, JsonElement json)
    {
        var action = new ReindexAction(request.Node);
        foreach (var property in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            var value = property.Value.Text();
            switch (property.Name)
            {
                case "index":
                    action.Index = value ?? "";
                    break;
                case "op_type":
                    action.IsCreate = value switch
                    {
                        "create" => true,
                        "index" => false,
                        _ => throw Refuse.IllegalArgument($"opType must be 'create' or 'index', found: [{value}]"),
                    };
                    break;
                case "version_type":
                    action.VersionType = VersionTypes.Parse(value);
                    break;
                case "routing":
                    action.Routing = value is "keep" or "discard" || value?.StartsWith('=') == true ? value : throw Refuse.IllegalArgument("Unsupported routing command. Must be [keep], [discard] or [=<some new value>].");
                    break;
                case "pipeline":
                    throw Refuse.NotSupported("ingest pipeline");
                default:
                    throw Refuse.ContentParse($"[1:1] [dest] unknown field [{property.Name}]");
            }
        }

        return action.Index.Length > 0 ? action : throw Refuse.Validation("index must be specified");
    }
}
