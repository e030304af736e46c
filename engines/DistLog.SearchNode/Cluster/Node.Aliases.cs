using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>Changing aliases.</summary>
internal sealed partial class Node
{
    /// <summary>Does all changes, or, where one is refused, none; the state is saved once.</summary>
    public void UpdateAliases(IReadOnlyList<AliasChange> changes)
    {
        lock (State.Gate)
        {
            var doomed = changes.Where(change => change.Action == AliasAction.RemoveIndex).SelectMany(change => Names.Indices(change.Indices, NameOptions.Default with { ExpandClosed = true })).Distinct().ToArray();
            var before = AliasHolders().Select(holder => (Holder: holder, Aliases: holder.ToArray())).ToArray();
            try
            {
                Apply([.. changes.Where(change => change.Action != AliasAction.RemoveIndex)], doomed);
            }
            catch (ElasticsearchException)
            {
                Restore(before);
                throw;
            }

            if (doomed.Length > 0)
            {
                DeleteIndices(doomed);
            }

            Save();
        }
    }

    private IEnumerable<ConcurrentDictionary<string, JsonObject>> AliasHolders() =>
        State.Indices.Values.Select(index => index.Metadata.Aliases).Concat(State.DataStreams.Values.Select(stream => stream.Aliases));

    private static void Restore((ConcurrentDictionary<string, JsonObject> Holder, KeyValuePair<string, JsonObject>[] Aliases)[] before)
    {
        foreach (var (holder, aliases) in before)
        {
            holder.Clear();
            foreach (var (name, properties) in aliases)
            {
                holder[name] = properties;
            }
        }
    }

    private void Apply(AliasChange[] changes, Index[] doomed)
    {
        var removed = false;
        foreach (var change in changes)
        {
            removed |= Apply(change, doomed);
        }

        // Elasticsearch minds what isn't there only where nothing at all came of the request.
        if (changes.Length > 0 && !removed && changes.All(change => change is { Action: AliasAction.Remove, MustExist: not false }))
        {
            throw new ElasticsearchException(404, "aliases_not_found_exception", $"aliases [{string.Join(",", changes.Select(change => change.Alias))}] missing");
        }

        foreach (var alias in changes.Where(change => change.Action == AliasAction.Add).Select(change => change.Alias).Distinct())
        {
            CheckWriteIndex(alias, doomed);
        }
    }

    private bool Apply(AliasChange change, Index[] doomed)
    {
        var streams = StreamsOf(change.Indices);
        var holders = streams.Count > 0
            ? [.. streams.Select(stream => stream.Aliases)]
            : Names.Indices(change.Indices, NameOptions.Default with { ExpandClosed = true, ExpandHidden = true }).Where(index => index.DataStream is null).Select(index => index.Metadata.Aliases).ToArray();
        if (holders.Length == 0)
        {
            throw Refuse.IndexNotFound(change.Indices);
        }

        if (change.Action == AliasAction.Add)
        {
            Add(change, holders, doomed);
            return false;
        }

        return Remove(change, holders);
    }

    private void Add(AliasChange change, IEnumerable<ConcurrentDictionary<string, JsonObject>> holders, Index[] doomed)
    {
        var properties = Aliases.Normalize(change.Alias, change.Properties);
        if (State.DataStreams.ContainsKey(change.Alias) || (State.Indices.TryGetValue(change.Alias, out var index) && !doomed.Contains(index)))
        {
            throw new ElasticsearchException(400, "invalid_alias_name_exception", $"Invalid alias name [{change.Alias}]: an index or data stream exists with the same name as the alias");
        }

        foreach (var aliases in holders)
        {
            aliases[change.Alias] = (JsonObject)properties.DeepClone();
        }
    }

    /// <summary>An alias can write to one index only, and is hidden on all of its indices or on none.</summary>
    private void CheckWriteIndex(string alias, Index[] doomed)
    {
        var holders = State.WithAlias(alias).Except(doomed).ToArray();
        var writers = holders.Where(index => index.Metadata.Aliases[alias]["is_write_index"].Bool() == true).Select(index => index.Name).Order(StringComparer.Ordinal).ToArray();
        if (writers.Length > 1)
        {
            throw new ElasticsearchException(500, "illegal_state_exception", $"alias [{alias}] has more than one write index [{string.Join(",", writers)}]");
        }

        if (holders.Select(index => index.Metadata.Aliases[alias]["is_hidden"].Bool() ?? false).Distinct().Count() > 1)
        {
            throw new ElasticsearchException(500, "illegal_state_exception", $"alias [{alias}] has is_hidden set to true on some indices and not on others; alias must have the same is_hidden setting on all indices");
        }
    }

    private static bool Remove(AliasChange change, IEnumerable<ConcurrentDictionary<string, JsonObject>> holders)
    {
        var removed = false;
        foreach (var aliases in holders)
        {
            foreach (var name in aliases.Keys.Where(name => change.Alias == "_all" || Glob.Matches(change.Alias, name)).ToArray())
            {
                removed |= aliases.TryRemove(name, out _);
            }
        }

        return removed || change.MustExist != true || change.Alias.Contains('*')
            ? removed
            : throw Refuse.ResourceNotFound($"required alias [{change.Alias}] does not exist");
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
