using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>What delete by query, update by query and reindex have in common.</summary>
internal sealed class ByQueryOptions
{
    /// <summary>More slices than this would be more counters than a client can want.</summary>
    private const int MostSlices = 1024;

    /// <summary>The documents that are meant, and their order.</summary>
    public SearchRequest Search { get; } = new() { Sort = [SortField.ParseUri(SortField.Document)], Source = SourceFilter.Nothing, TrackTotal = null };

    /// <summary>How many documents at most; null for all.</summary>
    public long? MaxDocs { get; private set; }

    /// <summary>Conflicts are counted and passed over.</summary>
    public bool Proceeds { get; private set; }

    /// <summary>Documents of one batch.</summary>
    public int BatchSize { get; set; } = 1000;

    /// <summary>Parts to count apart; 0 for one for each shard.</summary>
    public int Slices { get; private init; } = 1;

    /// <summary>Documents a second; infinite without a limit.</summary>
    public double RequestsPerSecond { get; private init; } = double.PositiveInfinity;

    public RefreshMode Refresh { get; private init; }

    /// <summary>False where the client asks for the outcome later.</summary>
    public bool Waits { get; private init; }

    /// <summary>Copies that must be there for a write.</summary>
    public string? ActiveShards { get; private init; }

    public string Timeout { get; private init; } = "1m";

    /// <summary>Reads the parameters.</summary>
    public static ByQueryOptions Of(RestRequest request)
    {
        var options = new ByQueryOptions
        {
            RequestsPerSecond = Rate(request) ?? double.PositiveInfinity,
            Slices = SlicesOf(request.Parameter("slices")),
            Refresh = RefreshPolicy.Of(request),
            Waits = request.Flag("wait_for_completion", true),
            ActiveShards = request.Parameter("wait_for_active_shards"),
            Timeout = request.Parameter("timeout") ?? "1m",
        };
        options.Search.Timeout = request.Parameter("search_timeout") is { } timeout ? Durations.Parse(timeout, "search_timeout") : null;
        if (request.Int("scroll_size") is { } size)
        {
            options.TakeBatchSize(size);
        }

        return options;
    }

    /// <summary>Reads the parameters that a body has too; they come after it.</summary>
    public void TakeParameters(RestRequest request)
    {
        TakeLimit(request.Long("size"));
        TakeLimit(request.Long("max_docs"));
        TakeConflicts(request.Parameter("conflicts"));
    }

    /// <summary>The rate that a request asks for; null where it doesn't.</summary>
    public static double? Rate(RestRequest request)
    {
        if (request.Parameter("requests_per_second") is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && (rate > 0 || text == "-1")
            ? rate > 0 ? rate : double.PositiveInfinity
            : throw Refuse.IllegalArgument("[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.");
    }

    private static int SlicesOf(string? text) => text switch
    {
        null => 1,
        "auto" => 0,
        _ => int.TryParse(text, CultureInfo.InvariantCulture, out var slices) && slices is > 0 and <= MostSlices
            ? slices
            : throw Refuse.IllegalArgument("[slices] must be a positive integer or the string \"auto\""),
    };

    /// <summary>The names of the same limit must agree.</summary>
    public void TakeLimit(long? limit)
    {
        switch (limit)
        {
            case null:
                return;
            case < 0:
                throw Refuse.IllegalArgument($"[max_docs] parameter cannot be negative, found [{limit}]");
            case 0:
                throw Refuse.Validation("[max_docs] should be greater than 0");
            case var _ when MaxDocs is { } other && other != limit:
                throw Refuse.IllegalArgument($"[max_docs] set to two different values [{other}] and [{limit}]");
            case var _ when limit < Slices:
                throw Refuse.IllegalArgument($"[max_docs] should be >= [slices]");
        }

        MaxDocs = limit;
    }

    public void TakeConflicts(string? conflicts) => Proceeds = conflicts switch
    {
        null => Proceeds,
        "abort" => false,
        "proceed" => true,
        _ => throw Refuse.IllegalArgument($"conflicts may only be \"proceed\" or \"abort\" but was [{conflicts}]"),
    };

    public void TakeBatchSize(int size) => BatchSize = size is > 0 and <= SearchRequest.Window
        ? size
        : throw Refuse.IllegalArgument($"[scroll_size] must be between 1 and {SearchRequest.Window}, found [{size}]");

    /// <summary>Reads the body of a request about the index in its path.</summary>
    public bool TakeBody(JsonElement body)
    {
        var hasQuery = false;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "query":
                    Search.Query = Queries.QueryParser.ParseOne(property.Value);
                    hasQuery = true;
                    break;
                case "max_docs" or "size":
                    TakeLimit(property.Value.Int(property.Name));
                    break;
                case "conflicts":
                    TakeConflicts(property.Value.Text());
                    break;
                case "stored_fields" or "fields" or "from":
                    throw Refuse.Validation($"{property.Name} is not supported in this context");
                default:
                    throw Refuse.NotSupported($"{property.Name} of a request by query");
            }
        }

        return hasQuery;
    }
}
