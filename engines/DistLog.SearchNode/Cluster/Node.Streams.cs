using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>Making data streams of indices that are there, and changing which indices they have.</summary>
internal sealed partial class Node
{
    /// <summary>Turns an alias into a data stream of the same name with the alias's indices.</summary>
    public void MigrateAlias(string alias)
    {
        lock (State.Gate)
        {
            var indices = State.WithAlias(alias).OrderBy(index => index.Name, StringComparer.Ordinal).ToList();
            if (indices.Count == 0)
            {
                throw Refuse.IllegalArgument($"alias [{alias}] does not exist");
            }

            var written = WriteIndexOfAlias(alias)!;
            var template = State.TemplateFor(alias) is { DataStream: not null } found ? found : throw Refuse.IllegalArgument($"no matching index template found for data stream [{alias}]");
            indices.ForEach(CheckHasTimestamp);
            var stream = new DataStream
            {
                Name = alias,
                Template = template.Name,
                Backing = [.. indices.Where(index => index != written).Append(written).Select(index => index.Name)],
                Generation = indices.Count,
                IsHidden = template.DataStream!["hidden"].Bool() ?? false,
                Aliases = new(StringComparer.Ordinal),
            };
            foreach (var index in indices)
            {
                index.Metadata.Aliases.TryRemove(alias, out _);
                Join(index, stream);
            }

            State.DataStreams[alias] = stream;
            Save();
        }
    }

    private static void CheckHasTimestamp(Index index)
    {
        if (index.Metadata.Mapping["properties"]?["@timestamp"]?["type"].Text() is not ("date" or "date_nanos"))
        {
            throw Refuse.IllegalArgument($"data stream timestamp field [@timestamp] is missing in the mapping of index [{index.Name}]");
        }
    }

    /// <summary>Settings are changed by their copy; the caller saves.</summary>
    private static void Join(Index index, DataStream stream)
    {
        var settings = (JsonObject)index.Metadata.Settings.DeepClone();
        IndexSettings.Set(settings, "index.hidden", "true");
        index.Metadata.Settings = settings;
        index.DataStream = stream.Name;
    }

    /// <summary>Adds indices to streams or takes them out; all of it, or nothing where a part is refused.</summary>
    public void ModifyDataStreams(IReadOnlyList<JsonObject> actions)
    {
        lock (State.Gate)
        {
            var changes = actions.Select(Parse).ToArray();
            foreach (var change in changes)
            {
                change();
            }

            Save();
        }
    }

    private Action Parse(JsonObject action)
    {
        var (name, body) = action.Count == 1 ? action.First() : throw Refuse.IllegalArgument("an action must have exactly one of [add_backing_index] and [remove_backing_index]");
        var stream = State.DataStreams.GetValueOrDefault(body?["data_stream"].Text() ?? "") ?? throw Refuse.IllegalArgument($"data stream [{body?["data_stream"].Text()}] not found");
        var index = State.Indices.GetValueOrDefault(body?["index"].Text() ?? "") ?? throw Refuse.IllegalArgument($"index [{body?["index"].Text()}] not found");
        switch (name)
        {
            case "add_backing_index":
                CheckHasTimestamp(index);
                return index.DataStream is null or "" ? () => AddExisting(stream, index) : throw Refuse.IllegalArgument($"cannot add index [{index.Name}] to data stream [{stream.Name}] because it is already a backing index on data stream [{index.DataStream}]");
            case "remove_backing_index" when stream.Backing[^1] == index.Name:
                throw Refuse.IllegalArgument($"cannot remove backing index [{index.Name}] of data stream [{stream.Name}] because it is the write index of the data stream");
            case "remove_backing_index":
                return stream.Backing.Contains(index.Name) ? () => TakeOut(stream, index) : throw Refuse.IllegalArgument($"index [{index.Name}] not found");
            default:
                throw Refuse.ContentParse($"[data_stream_actions] unknown field [{name}]");
        }
    }

    private static void AddExisting(DataStream stream, Index index)
    {
        stream.Backing = [index.Name, .. stream.Backing];
        stream.Generation++;
        Join(index, stream);
    }

    private static void TakeOut(DataStream stream, Index index)
    {
        stream.Backing = [.. stream.Backing.Where(name => name != index.Name)];
        stream.Generation++;
        index.DataStream = null;
    }
}
