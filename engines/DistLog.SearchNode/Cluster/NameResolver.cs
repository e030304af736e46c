using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Security;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>What a request does about names that don't exist, wildcards and hidden indices.</summary>
internal readonly record struct NameOptions(bool IgnoreUnavailable, bool AllowNoIndices, bool ExpandOpen, bool ExpandClosed, bool ExpandHidden)
{
    public static NameOptions Default { get; } = new(false, true, true, false, false);

    /// <summary>The options with what a request says of wildcards: open, closed, hidden, all, none.</summary>
    public NameOptions WithWildcards(IEnumerable<string> expand)
    {
        var wanted = expand.Select(text => text.ToLowerInvariant()).ToHashSet();
        if (wanted.FirstOrDefault(text => text is not ("open" or "closed" or "hidden" or "all" or "none")) is { } unknown)
        {
            throw Refuse.IllegalArgument($"No valid expand wildcard value [{unknown}]");
        }

        var all = wanted.Contains("all");
        return this with { ExpandOpen = all || wanted.Contains("open"), ExpandClosed = all || wanted.Contains("closed"), ExpandHidden = all || wanted.Contains("hidden") };
    }
}

/// <summary>An index that a name led to, with the filters of the aliases on the way; no filter where any way has none.</summary>
internal sealed record ResolvedIndex(Index Index, IReadOnlyList<JsonObject> Filters)
{
    private readonly IReadOnlyList<BlockView>? _snapshot;

    /// <summary>The documents to search: those of the last refresh, or those of the moment that was held on to.</summary>
    public IReadOnlyList<BlockView> View => _snapshot ?? Index.Store.View;

    /// <summary>The same index with its documents as they are now, for searches that go on over several requests.</summary>
    public ResolvedIndex Frozen() => new(this) { Snapshot = Index.Store.View };

    private IReadOnlyList<BlockView> Snapshot { init => _snapshot = value; }
}

/// <summary>From names, wildcards, lists, aliases and data streams to indices.</summary>
internal sealed class NameResolver(ClusterState state)
{
    public IReadOnlyList<Index> Indices(string? expression, NameOptions options) => [.. Resolve(expression, options).Select(resolved => resolved.Index)];

    /// <summary>The indices of an expression, each once, in order of their names.</summary>
    public IReadOnlyList<ResolvedIndex> Resolve(string? expression, NameOptions options)
    {
        var found = new SortedDictionary<string, List<JsonObject>?>(StringComparer.Ordinal);
        var all = string.IsNullOrEmpty(expression) || expression is "_all" or "*";
        foreach (var name in all ? ["*"] : expression!.Split(','))
        {
            if (name.StartsWith('-') && found.Count > 0)
            {
                Exclude(name[1..], found);
            }
            else
            {
                Include(name, options, found);
            }
        }

        if (found.Count == 0 && !options.AllowNoIndices)
        {
            throw Refuse.IndexNotFound(expression ?? "_all");
        }

        return [.. found.Select(pair => new ResolvedIndex(state.Indices[pair.Key], pair.Value ?? []))];
    }

    private void Include(string expression, NameOptions options, SortedDictionary<string, List<JsonObject>?> found)
    {
        var (name, failures) = expression.Contains(':') ? IndexSelectors.Split(expression) : (expression, false);
        if (failures)
        {
            IncludeFailures(name, options, found);
            return;
        }

        if (name.Contains('*') || name == "_all")
        {
            IncludePattern(name == "_all" ? "*" : name, options, found);
            return;
        }

        Principal.Restricted?.Demand(name);
        var any = false;
        foreach (var (index, filter) in Exact(name))
        {
            any = true;
            if (index.Metadata.IsClosed && !options.ExpandClosed)
            {
                if (options.IgnoreUnavailable)
                {
                    continue;
                }

                throw new ElasticsearchException(400, "index_closed_exception", "closed", index.Name);
            }

            Add(found, index.Name, filter);
        }

        if (!any && !options.IgnoreUnavailable)
        {
            throw name.StartsWith('_')
                ? Refuse.InvalidIndexName(name, "must not start with '_'.")
                : Refuse.IndexNotFound(name);
        }
    }

    private void IncludeFailures(string name, NameOptions options, SortedDictionary<string, List<JsonObject>?> found)
    {
        var streams = state.DataStreams.Values.Where(stream => IsAllowed(stream.Name)).Where(stream => Glob.Matches(name == "_all" ? "*" : name, stream.Name) || stream.Aliases.ContainsKey(name)).ToArray();
        if (streams.Length == 0 && !name.Contains('*') && name != "_all" && !options.IgnoreUnavailable)
        {
            throw Refuse.IndexNotFound(name + IndexSelectors.Failures);
        }

        foreach (var index in streams.SelectMany(stream => stream.Failures))
        {
            Add(found, index, null);
        }
    }

    /// <summary>Wildcards mean what the request may use.</summary>
    private static bool IsAllowed(string name) => Principal.Restricted?.Allows(name) ?? true;

    private IEnumerable<(Index Index, JsonObject? Filter)> Exact(string name)
    {
        if (state.Indices.TryGetValue(name, out var index))
        {
            return [(index, null)];
        }

        if (state.DataStreams.TryGetValue(name, out var stream))
        {
            return Backing(stream).Select(backing => (backing, (JsonObject?)null));
        }

        return ByAlias(name);
    }

    private IEnumerable<(Index Index, JsonObject? Filter)> ByAlias(string alias) =>
    [
        .. state.WithAlias(alias).Select(index => (index, index.Metadata.Aliases[alias]["filter"] as JsonObject)),
        .. state.StreamsWithAlias(alias).SelectMany(stream => Backing(stream).Select(index => (index, stream.Aliases[alias]["filter"] as JsonObject))),
    ];

    private void IncludePattern(string pattern, NameOptions options, SortedDictionary<string, List<JsonObject>?> found)
    {
        // A pattern that starts with a dot means hidden names too.
        var hidden = options.ExpandHidden || pattern.StartsWith('.');
        foreach (var index in state.Indices.Values.Where(index => IsExpanded(index, options) && (hidden || !index.Metadata.IsHidden) && Glob.Matches(pattern, index.Name) && IsAllowed(index.Name)))
        {
            Add(found, index.Name, null);
        }

        foreach (var stream in state.DataStreams.Values.Where(stream => (hidden || !stream.IsHidden) && Glob.Matches(pattern, stream.Name) && IsAllowed(stream.Name)))
        {
            foreach (var index in Backing(stream))
            {
                Add(found, index.Name, null);
            }
        }

        foreach (var alias in AliasNames(hidden).Where(alias => Glob.Matches(pattern, alias) && IsAllowed(alias)))
        {
            foreach (var (index, filter) in ByAlias(alias).Where(pair => IsExpanded(pair.Index, options)))
            {
                Add(found, index.Name, filter);
            }
        }
    }

    private static bool IsExpanded(Index index, NameOptions options) => index.Metadata.IsClosed ? options.ExpandClosed : options.ExpandOpen;

    private IEnumerable<string> AliasNames(bool withHidden) =>
        state.Indices.Values.SelectMany(index => index.Metadata.Aliases)
            .Concat(state.DataStreams.Values.SelectMany(stream => stream.Aliases))
            .Where(alias => withHidden || alias.Value["is_hidden"].Bool() != true)
            .Select(alias => alias.Key)
            .Distinct();

    private IEnumerable<Index> Backing(DataStream stream) =>
        stream.Backing.Select(name => state.Indices.GetValueOrDefault(name)).OfType<Index>();

    private static void Exclude(string pattern, SortedDictionary<string, List<JsonObject>?> found)
    {
        foreach (var name in found.Keys.Where(name => Glob.Matches(pattern, name)).ToArray())
        {
            found.Remove(name);
        }
    }

    /// <summary>Several ways to an index are joined by OR: once one has no filter, there is none.</summary>
    private static void Add(SortedDictionary<string, List<JsonObject>?> found, string name, JsonObject? filter)
    {
        if (filter is null)
        {
            found[name] = null;
        }
        else if (!found.TryGetValue(name, out var filters))
        {
            found[name] = [filter];
        }
        else
        {
            filters?.Add(filter);
        }
    }
}
