using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>Changing aliases.</summary>
internal sealed partial class Node
{
    /// <summary>Does all changes, or, where one is refused, none that comes after it; the state is saved once.</summary>
    public void UpdateAliases(IReadOnlyList<AliasChange> changes)
    {
        lock (State.Gate)
        {
            foreach (var change in changes)
            {
                Apply(change);
            }

            Save();
        }
    }

    private void Apply(AliasChange change)
    {
        var streams = StreamsOf(change.Indices);
        if (change.Action == AliasAction.RemoveIndex)
        {
            DeleteIndices(Names.Indices(change.Indices, NameOptions.Default));
            return;
        }

        var holders = streams.Count > 0
            ? [.. streams.Select(stream => stream.Aliases)]
            : Names.Indices(change.Indices, NameOptions.Default with { ExpandClosed = true }).Select(index => index.Metadata.Aliases).ToArray();
        if (holders.Length == 0)
        {
            throw Refuse.IndexNotFound(change.Indices);
        }

        if (change.Action == AliasAction.Add)
        {
            Add(change, holders);
        }
        else
        {
            Remove(change, holders);
        }
    }

    private void Add(AliasChange change, IEnumerable<ConcurrentDictionary<string, JsonObject>> holders)
    {
        var properties = Aliases.Normalize(change.Alias, change.Properties);
        if (State.Indices.ContainsKey(change.Alias) || State.DataStreams.ContainsKey(change.Alias))
        {
            throw new ElasticsearchException(400, "invalid_alias_name_exception", $"Invalid alias name [{change.Alias}]: an index or data stream exists with the same name as the alias");
        }

        foreach (var aliases in holders)
        {
            aliases[change.Alias] = (JsonObject)properties.DeepClone();
        }
    }

    private static void Remove(AliasChange change, IEnumerable<ConcurrentDictionary<string, JsonObject>> holders)
    {
        var removed = false;
        foreach (var aliases in holders)
        {
            foreach (var name in aliases.Keys.Where(name => change.Alias == "_all" || Glob.Matches(change.Alias, name)).ToArray())
            {
                removed |= aliases.TryRemove(name, out _);
            }
        }

        if (!removed && change.MustExist != false)
        {
            throw new ElasticsearchException(404, "aliases_not_found_exception", $"aliases [{change.Alias}] missing");
        }
    }

    private List<DataStream> StreamsOf(string expression)
    {
        var patterns = expression.Split(',');
        return [.. State.DataStreams.Values.Where(stream => patterns.Any(pattern => Glob.Matches(pattern, stream.Name)))];
    }

    /// <summary>Opens or closes indices.</summary>
    public void SetClosed(IEnumerable<Index> indices, bool closed)
    {
        lock (State.Gate)
        {
            foreach (var index in indices)
            {
                index.Metadata.IsClosed = closed;
            }

            Save();
        }
    }
}
