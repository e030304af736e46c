using System.Collections.Concurrent;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Security;

namespace DistLog.SearchNode.Searching;

/// <summary>Documents held on to over several requests: a point in time, or a scroll with the page that it has come to.</summary>
internal sealed class SearchContext
{
    public required IReadOnlyList<ResolvedIndex> Targets { get; init; }

    /// <summary>The search of a scroll.</summary>
    public SearchRequest? Scroll { get; init; }

    public DateTimeOffset Expires { get; set; }

    /// <summary>The API key that opened it, and that alone may go on with it; null for those who may do everything.</summary>
    public string? Owner { get; init; } = Principal.Owner;
}

/// <summary>
/// The open points in time and scrolls. Each holds blocks that merges may have replaced, so their number and their time are bounded.
/// </summary>
internal sealed class SearchContexts(TimeProvider time, Func<string> longest)
{
    /// <summary>Elasticsearch's search.max_open_scroll_context.</summary>
    private const int Limit = 500;

    private readonly ConcurrentDictionary<string, SearchContext> _contexts = new(StringComparer.Ordinal);

    public string Open(IReadOnlyList<ResolvedIndex> targets, SearchRequest? scroll, TimeSpan keepAlive)
    {
        Check(keepAlive);
        RemoveExpired();
        if (_contexts.Count >= Limit)
        {
            throw Refuse.TooManyRequests($"Trying to create too many scroll contexts. Must be less than or equal to: [{Limit}].");
        }

        var id = Ids.NewUuid() + Ids.NewUuid();
        _contexts[id] = new SearchContext { Targets = [.. targets.Select(target => target.Frozen())], Scroll = scroll, Expires = time.GetUtcNow() + keepAlive };
        return id;
    }

    /// <summary>The context of an id, kept for another while.</summary>
    public SearchContext Get(string id, TimeSpan? keepAlive)
    {
        RemoveExpired();
        if (!_contexts.TryGetValue(id, out var context) || !IsOwn(context))
        {
            throw new ElasticsearchException(404, "search_context_missing_exception", $"No search context found for id [{id}]");
        }

        if (keepAlive is { } wanted)
        {
            Check(wanted);
            context.Expires = time.GetUtcNow() + wanted;
        }

        return context;
    }

    public bool Close(string id) => _contexts.TryGetValue(id, out var context) && IsOwn(context) && _contexts.TryRemove(id, out _);

    /// <summary>An API key can't reach what another one has opened, even where it comes to know its id.</summary>
    private static bool IsOwn(SearchContext context) => Principal.Owner is not { } asking || context.Owner == asking;

    public int CloseAll(Func<SearchContext, bool> which)
    {
        var closed = 0;
        foreach (var (id, context) in _contexts)
        {
            closed += which(context) && Close(id) ? 1 : 0;
        }

        return closed;
    }

    public void RemoveExpired()
    {
        var now = time.GetUtcNow();
        CloseAll(context => context.Expires < now);
    }

    private void Check(TimeSpan keepAlive)
    {
        var most = longest();
        if (keepAlive > Durations.Parse(most, "search.max_keep_alive"))
        {
            throw Refuse.IllegalArgument($"Keep alive for request ({Durations.Text(keepAlive)}) is too large. It must be less than ({most}). This limit can be set by changing the [search.max_keep_alive] cluster level setting.");
        }
    }
}
