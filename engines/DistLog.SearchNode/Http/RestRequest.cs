using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Http;

/// <summary>A request with what the endpoints need of it: path parts, parameters, the body.</summary>
internal sealed class RestRequest(HttpContext http, Node node)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private NodeTask? _task;

    public HttpContext Http => http;

    public Node Node => node;

    /// <summary>Cancelled when the client is gone, or when the request's task is cancelled.</summary>
    public CancellationToken Aborted => _task is { IsDone: false } task ? task.Token : http.RequestAborted;

    /// <summary>The client's own id of the request.</summary>
    public string? OpaqueId => http.Request.Headers.TryGetValue("X-Opaque-Id", out var id) ? id.ToString() : null;

    public bool IsHead => HttpMethods.IsHead(http.Request.Method);

    /// <summary>Lists what the request does among the tasks until the result is disposed.</summary>
    public NodeTask BeginTask(string action, string description, bool isCancellable = true) =>
        _task = node.Tasks.Begin(new TaskOrigin(action, description, OpaqueId, isCancellable, http.RequestAborted));

    /// <summary>A part of the path, decoded; routing leaves an encoded slash as it is.</summary>
    public string Path(string name) => PathOrNull(name) ?? "";

    /// <summary>Which indices are meant may stand among the parameters, too.</summary>
    public string? PathOrNull(string name) =>
        http.Request.RouteValues[name] is string { Length: > 0 } value
            ? Named(name, value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))
            : name == "index" && Parameter(name) is { Length: > 0 } index ? Named(name, index) : null;

    /// <summary>Names of indices may have a date to be computed in them.</summary>
    private string Named(string name, string value) => name == "index" && value.Contains('<')
        ? DateMathNames.Resolve(value, Instant.FromMillis(node.Time.GetUtcNow().ToUnixTimeMilliseconds()))
        : value;

    /// <summary>A query parameter; null where it is absent.</summary>
    public string? Parameter(string name) => http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A flag; present without a value means yes.</summary>
    public bool Flag(string name, bool unset = false) => Parameter(name) switch
    {
        null => unset,
        "" or "true" => true,
        "false" => false,
        var other => throw Refuse.IllegalArgument($"Failed to parse value [{other}] as only [true] or [false] are allowed."),
    };

    public int? Int(string name) => Parameter(name) is { } text ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"Failed to parse int parameter [{name}] with value [{text}]") : null;

    public long? Long(string name) => Parameter(name) is { } text ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"Failed to parse long parameter [{name}] with value [{text}]") : null;

    public double? Double(string name) => Parameter(name) is { } text ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"Failed to parse float parameter [{name}] with value [{text}]") : null;

    public IReadOnlyList<string>? List(string name) => Parameter(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How names in the path are to be understood.</summary>
    public NameOptions Names(NameOptions? unset = null)
    {
        var options = unset ?? NameOptions.Default;
        if (List("expand_wildcards") is { } expand)
        {
            options = options.WithWildcards(expand);
        }

        return options with
        {
            IgnoreUnavailable = Flag("ignore_unavailable", options.IgnoreUnavailable),
            AllowNoIndices = Flag("allow_no_indices", options.AllowNoIndices),
        };
    }

    /// <summary>The body's bytes in a rented buffer.</summary>
    public async Task<RentedBytes> ReadAsync()
    {
        var body = new RentedBytes((int)Math.Min(http.Request.ContentLength ?? 4096, 1 << 20) + 1, node.Bodies);
        try
        {
            var reader = http.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                body.Append(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The body as JSON; null where it is empty. The <c>source</c> parameter stands in for a body.</summary>
    public async Task<JsonDocument?> JsonAsync()
    {
        using var body = await ReadAsync();
        if (body.Length == 0)
        {
            return Parameter("source") is { } source ? JsonDocument.Parse(source, Options) : null;
        }

        return JsonDocument.Parse(body.Memory.ToArray(), Options);
    }

    /// <summary>The body as a JSON object that can be changed; null where it is empty.</summary>
    public async Task<JsonObject?> ObjectAsync()
    {
        using var body = await ReadAsync();
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            var node = JsonNode.Parse(body.Memory.Span, documentOptions: Options) as JsonObject ?? throw Refuse.Parsing("request body must be a JSON object");
            // Reading is lazy, and so is the refusal of names that come twice: let it happen here.
            Touch(node);
            return node;
        }
        catch (ArgumentException)
        {
            throw Refuse.ContentParse("the request body has a field twice");
        }
    }

    private static void Touch(JsonNode? node)
    {
        if (node is JsonObject inner)
        {
            foreach (var (_, value) in inner)
            {
                Touch(value);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Touch(element);
            }
        }
    }

    public async Task<JsonObject> RequiredObjectAsync() => await ObjectAsync() ?? throw Refuse.Parsing("request body is required");
}
