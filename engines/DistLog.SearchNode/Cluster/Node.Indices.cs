using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>Making and removing indices and data streams.</summary>
internal sealed partial class Node
{
    /// <summary>
    /// Makes an index from the template that fits its name and from what the request says. What <paramref name="prepare"/> changes is saved
    /// at once with it.
    /// </summary>
    public Index CreateIndex(string name, JsonObject? body, bool isBacking = false, Action<Index>? prepare = null)
    {
        lock (State.Gate)
        {
            IndexBlocks.CheckCluster(State);
            if (!isBacking)
            {
                IndexNames.Check(name);
            }

            State.RefuseTaken(name);
            if (!isBacking && State.TemplateFor(name) is { DataStream: not null })
            {
                throw Refuse.IllegalArgument($"cannot create index with name [{name}], because it matches with template [{State.TemplateFor(name)!.Name}] that creates data streams only, use create data stream api instead");
            }

            RefuseUnknownKeys(body);
            IndexTemplate.CheckSettings(body);
            var content = isBacking ? TemplateContent.Empty : State.ContentFor(name);
            content = content.With(body);
            // Templates were looked at when they were put; together with the request they may still contradict each other.
            MappingCompiler.Compile(content.Mapping, MappingSettings.Of(IndexSettings.Normalize(content.Settings), isStream: false));
            return Add(name, content, prepare);
        }
    }

    private static void RefuseUnknownKeys(JsonObject? body)
    {
        foreach (var (key, _) in body ?? [])
        {
            if (key is not ("settings" or "mappings" or "aliases"))
            {
                throw Refuse.Parsing($"unknown key [{key}] for create index");
            }
        }
    }

    private Index Add(string name, TemplateContent content, Action<Index>? prepare = null)
    {
        var uuid = Ids.NewUuid();
        var created = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var metadata = new IndexMetadata
        {
            Name = name,
            Number = State.NextNumber++,
            Uuid = uuid,
            CreationDate = created,
            Settings = IndexSettings.Complete(IndexSettings.Normalize(content.Settings), new IndexMetadataSeed(name, uuid, created)),
            Mapping = content.Mapping,
            Aliases = new(content.Aliases.Select(alias => KeyValuePair.Create(alias.Key, Aliases.Normalize(alias.Key, alias.Value as JsonObject)))),
        };
        var directory = DirectoryOf(metadata);
        var store = new IndexStore(metadata.Number, name, directory, _cache, _options, _log);
        var index = new Index(metadata, store);
        Directory.CreateDirectory(directory);
        Durable.SyncDirectory(_indexDirectory);
        store.Open(() => index.Mapping);
        store.Attach(Wal);
        State.Indices[name] = index;
        prepare?.Invoke(index);
        Save();
        Log.Created(_log, "index", name);
        return index;
    }

    public DataStream CreateDataStream(string name)
    {
        lock (State.Gate)
        {
            IndexNames.Check(name);
            State.RefuseTaken(name);
            return State.TemplateFor(name) is { DataStream: not null } template
                ? CreateDataStream(name, template)
                : throw Refuse.IllegalArgument($"no matching index template found for data stream [{name}]");
        }
    }

    private DataStream CreateDataStream(string name, IndexTemplate template)
    {
        IndexNames.Check(name);
        var content = template.Content(State.Components);
        var stream = new DataStream
        {
            Name = name,
            Template = template.Name,
            Backing = [],
            IsHidden = template.DataStream!["hidden"].Bool() ?? false,
            Aliases = new(content.Aliases.Select(alias => KeyValuePair.Create(alias.Key, Aliases.Normalize(alias.Key, alias.Value as JsonObject)))),
            Options = template.DataStreamOptions(State.Components),
            Lifecycle = StreamLifecycle.Parse(template.LifecycleOf(State.Components)?.DeepClone()),
        };
        AddBacking(stream, template, 1, _ => State.DataStreams[name] = stream);
        Log.Created(_log, "data stream", name);
        return stream;
    }

    /// <summary>Adds a generation, which from now on is written to. What <paramref name="prepare"/> changes is saved at once with it.</summary>
    private Index AddBacking(DataStream stream, IndexTemplate? template, int generation, Action<Index>? prepare = null)
    {
        var content = template?.Content(State.Components) ?? TemplateContent.Empty;
        content.Aliases.Clear();
        if (content.Mapping["properties"]?["@timestamp"] is null)
        {
            content.Mapping.MergeFrom(new JsonObject { ["properties"] = new JsonObject { ["@timestamp"] = new JsonObject { ["type"] = "date" } } });
        }

        content.With(new JsonObject { ["settings"] = stream.Settings.DeepClone(), ["mappings"] = stream.Mappings.DeepClone() });
        IndexSettings.Set(content.Settings, "index.hidden", "true");
        KeepEvents(content.Settings);
        var name = string.Create(CultureInfo.InvariantCulture, $".ds-{stream.Name}-{_time.GetUtcNow():yyyy.MM.dd}-{generation:D6}");
        State.RefuseTaken(name);
        return Add(name, content, index =>
        {
            // One save for both: after a crash the stream has either not rolled at all or has its new index.
            index.DataStream = stream.Name;
            stream.Generation = generation;
            stream.Backing = [.. stream.Backing, name];
            stream.RollsOnWrite = false;
            prepare?.Invoke(index);
        });
    }

    /// <summary>
    /// Events are unique in their whole stream, not in one generation only: one that is sent again after a rollover is known. Two
    /// generations back is more than a sender that retries can be late.
    /// </summary>
    private void LinkGenerations()
    {
        foreach (var stream in State.DataStreams.Values)
        {
            var stores = stream.Backing.Select(name => State.Indices.GetValueOrDefault(name)).OfType<Index>().Select(index => index.Store).ToArray();
            for (var i = 0; i < stores.Length; i++)
            {
                stores[i].Earlier = i == stores.Length - 1 ? [.. stores[..i].TakeLast(2)] : [];
            }
        }
    }

    /// <summary>A stream's event is kept whatever one of its fields looks like, unless the template wants it otherwise.</summary>
    private static void KeepEvents(JsonObject settings)
    {
        foreach (var key in new[] { "index.mapping.ignore_malformed", "index.mapping.total_fields.ignore_dynamic_beyond_limit" })
        {
            if (!IndexSettings.Flatten(settings).Any(pair => pair.Key == key))
            {
                IndexSettings.Set(settings, key, "true");
            }
        }
    }

    public void DeleteIndices(IEnumerable<Index> indices)
    {
        lock (State.Gate)
        {
            var chosen = indices.ToArray();
            Array.ForEach(chosen, RefuseWriteIndex);
            foreach (var index in chosen)
            {
                if (index.DataStream is { } name && State.DataStreams.TryGetValue(name, out var stream))
                {
                    stream.Backing = [.. stream.Backing.Where(name => name != index.Name)];
                    stream.Failures = [.. stream.Failures.Where(name => name != index.Name)];
                }

                Remove(index);
            }

            Save();
        }
    }

    private void RefuseWriteIndex(Index index)
    {
        if (index.DataStream is { } name && State.DataStreams.TryGetValue(name, out var stream) && stream.Backing[^1] == index.Name)
        {
            throw Refuse.IllegalArgument($"index [{index.Name}] is the write index for data stream [{name}] and cannot be deleted");
        }
    }

    public void DeleteDataStreams(IEnumerable<DataStream> streams)
    {
        lock (State.Gate)
        {
            foreach (var stream in streams.ToArray())
            {
                State.DataStreams.TryRemove(stream.Name, out _);
                foreach (var index in stream.Backing.Concat(stream.Failures).Select(name => State.Indices.GetValueOrDefault(name)).OfType<Index>())
                {
                    Remove(index);
                }

                Log.Deleted(_log, "data stream", stream.Name);
            }

            Save();
        }
    }

    private void Remove(Index index)
    {
        State.Indices.TryRemove(index.Name, out _);
        // The state without the index comes first: a crash in between leaves a folder that nobody knows, and the start removes it.
        Save();
        index.Store.Dispose();
        Directory.Delete(DirectoryOf(index.Metadata), recursive: true);
        Log.Deleted(_log, "index", index.Name);
    }

    /// <summary>Changes settings of an index; null takes one away.</summary>
    public void SetSettings(Index index, IEnumerable<KeyValuePair<string, JsonNode?>> settings)
    {
        lock (State.Gate)
        {
            // A copy, since the old settings are read without a lock.
            var changed = (JsonObject)index.Metadata.Settings.DeepClone();
            foreach (var (name, value) in settings)
            {
                if (value is null)
                {
                    IndexSettings.Remove(changed, name);
                }
                else
                {
                    IndexSettings.Set(changed, name, value);
                }
            }

            index.Metadata.Settings = changed;
            index.ApplySettings(index.Metadata.Settings);
            Save();
        }
    }
}
