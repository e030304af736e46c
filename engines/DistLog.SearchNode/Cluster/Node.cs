using System.Diagnostics;
using System.Globalization;
using System.Text;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Security;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Segments;
using Microsoft.Extensions.Options;

namespace DistLog.SearchNode.Cluster;

/// <summary>The node: its state, its log, its indices; and the changes to all of them.</summary>
internal sealed partial class Node : IDisposable
{
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Node> _log;
    private readonly StateFile _file;
    private readonly string _indexDirectory;
    private readonly FileStream _lock;
    private readonly BlockCache _cache;
    private readonly DiskSpace _disk;

    public Node(IOptions<StoreOptions> options, TimeProvider time, SearchNodeMetrics metrics, ILogger<Node> log)
    {
        _options = options.Value;
        _cache = new BlockCache(_options.CacheMegabytes * 1024L * 1024);
        _time = time;
        Metrics = metrics;
        Contexts = new SearchContexts(time, () => State.Value("search.max_keep_alive"));
        Tasks = new TaskRegistry(time, log);
        Lifecycles = new LifecycleRunner(this, log);
        StreamLifecycles = new StreamLifecycle(this, log);
        Vitals = new NodeVitals(Path.GetFullPath(_options.DataDirectory), time);
        _log = log;
        var data = Path.GetFullPath(_options.DataDirectory);
        var walDirectory = Path.Combine(data, "wal");
        _indexDirectory = Path.Combine(data, "indices");
        Directory.CreateDirectory(walDirectory);
        Directory.CreateDirectory(_indexDirectory);
        _disk = new DiskSpace(data, _options.MinimumFreeMegabytes);
        _lock = Claim(data);
        _file = new StateFile(data);
        Names = new NameResolver(State);
        var indices = _file.Load(State);
        RemoveStrangers(indices);
        Wal = Open(indices, walDirectory);
        _file.Save(State);
        foreach (var index in State.Indices.Values)
        {
            index.Store.Refresh();
        }

        metrics.ObserveStores(() => State.Indices.Values.Select(index => index.Store));
        Log.Ready(_log, State.Indices.Count, data);
    }

    public ClusterState State { get; } = new();

    public NameResolver Names { get; }

    public WriteAheadLog Wal { get; }

    public SearchNodeMetrics Metrics { get; }

    public TimeProvider Time => _time;

    public StoreOptions Options => _options;

    public void Dispose()
    {
        Searches.Dispose();
        Lifecycles.Dispose();
        Wal.Dispose();
        foreach (var index in State.Indices.Values)
        {
            index.Store.Dispose();
        }

        _lock.Dispose();
    }

    /// <summary>Keeps a change to the state, of whatever kind: all of them end here.</summary>
    public void Save()
    {
        State.Version++;
        LinkGenerations();
        _file.Save(State);
    }

    /// <summary>The index that a write to this name goes to; made on the spot where it doesn't exist.</summary>
    public Index WriteTarget(string name, bool isCreate, bool requireAlias = false)
    {
        IndexBlocks.CheckCluster(State);
        Principal.Restricted?.Demand(isCreate ? Privileges.Create : Privileges.Write, name);
        if (State.Indices.TryGetValue(name, out var index))
        {
            return CheckWritable(requireAlias ? throw NotAnAlias(name) : index, name, isCreate);
        }

        if (State.DataStreams.TryGetValue(name, out var stream))
        {
            if (stream.RollsOnWrite)
            {
                RollOnWrite(stream);
            }

            return CheckWritable(State.Indices[stream.Backing[^1]], name, isCreate);
        }

        if (WriteIndexOfAlias(name) is { } behind)
        {
            return CheckWritable(behind, name, isCreate);
        }

        if (requireAlias)
        {
            throw NotAnAlias(name);
        }

        return CheckWritable(AutoCreate(name), name, isCreate);
    }

    /// <summary>Refuses a write to what isn't a data stream and wouldn't become one.</summary>
    public void CheckDataStream(string name)
    {
        if (!State.DataStreams.ContainsKey(name) && !State.StreamsWithAlias(name).Any() && State.TemplateFor(name) is not { DataStream: not null })
        {
            throw new ElasticsearchException(404, "index_not_found_exception", $"no such index [{name}] and [require_data_stream] request flag is [true] and [{name}] is not a data stream", name);
        }
    }

    private static ElasticsearchException NotAnAlias(string name) =>
        new(404, "index_not_found_exception", $"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias", name);

    private static Index CheckWritable(Index index, string name, bool isCreate)
    {
        if (index.DataStream is not null && !isCreate && name != index.Name)
        {
            throw Refuse.IllegalArgument("only write ops with an op_type of create are allowed in data streams");
        }

        if (index.Metadata.IsClosed)
        {
            throw new ElasticsearchException(400, "index_closed_exception", "closed", index.Name);
        }

        IndexBlocks.CheckWrite(index);
        return index;
    }

    private Index? WriteIndexOfAlias(string name)
    {
        var streams = State.StreamsWithAlias(name).ToArray();
        if (streams.Length > 0)
        {
            var stream = streams.FirstOrDefault(candidate => candidate.Aliases[name]["is_write_index"].Bool() == true) ?? (streams.Length == 1 ? streams[0] : throw NoWriteIndex(name));
            return State.Indices[stream.Backing[^1]];
        }

        var indices = State.WithAlias(name).ToArray();
        return indices.FirstOrDefault(candidate => candidate.Metadata.Aliases[name]["is_write_index"].Bool() == true) ?? indices.Length switch
        {
            0 => null,
            1 when indices[0].Metadata.Aliases[name]["is_write_index"].Bool() != false => indices[0],
            _ => throw NoWriteIndex(name),
        };
    }

    private static ElasticsearchException NoWriteIndex(string alias) =>
        Refuse.IllegalArgument($"no write index is defined for alias [{alias}]. The write index may be explicitly disabled using is_write_index=false or the alias points to multiple indices without one being designated as a write index");

    private Index AutoCreate(string name)
    {
        Principal.Restricted?.Demand(Privileges.CreateIndex, name);
        lock (State.Gate)
        {
            if (State.Indices.TryGetValue(name, out var index))
            {
                return index;
            }

            CheckAutoCreate(name);
            if (State.TemplateFor(name) is { DataStream: not null } template)
            {
                var stream = State.DataStreams.GetValueOrDefault(name) ?? CreateDataStream(name, template);
                return State.Indices[stream.Backing[^1]];
            }

            return CreateIndex(name, null);
        }
    }

    /// <summary>A template may allow or forbid indices that nobody asked for, and otherwise the cluster's setting does.</summary>
    public void CheckAutoCreate(string name)
    {
        IndexNames.Check(name);
        if (State.TemplateFor(name)?.AllowsAutoCreate is { } allowed)
        {
            if (!allowed)
            {
                throw new ElasticsearchException(404, "index_not_found_exception", $"no such index [{name}] and composable template [{State.TemplateFor(name)!.Name}] forbids index auto creation", name);
            }

            return;
        }

        var setting = State.Value("action.auto_create_index");
        if (setting != "true" && WhyNoAutoCreate(setting, name) is { } why)
        {
            throw new ElasticsearchException(404, "index_not_found_exception", $"no such index [{name}] and [action.auto_create_index] {why}", name);
        }
    }

    /// <summary>The first pattern that fits decides; null where it allows the index.</summary>
    private static string? WhyNoAutoCreate(string setting, string name)
    {
        if (setting == "false")
        {
            return "is [false]";
        }

        var patterns = setting.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        return patterns.FirstOrDefault(pattern => Glob.Matches(pattern.TrimStart('-', '+'), name)) switch
        {
            null => $"([{string.Join(",", patterns)}]) doesn't match",
            var pattern when pattern.StartsWith('-') => $"contains [{pattern}] which forbids automatic creation of the index",
            _ => null,
        };
    }

    private WriteAheadLog Open(IReadOnlyList<IndexMetadata> indices, string walDirectory)
    {
        // The stores need the log and the log needs to be replayed into the stores: they get it once it is open.
        var byNumber = indices.ToDictionary(metadata => metadata.Number, OpenIndex);
        var (records, start) = (0L, Stopwatch.GetTimestamp());
        var parser = new DocumentParser { KeepsAll = true };
        var next = WalRecovery.Run(walDirectory, (in WalRecord record, int file) => { records++; Replay(byNumber, record, file, parser); }, _log);
        if (records > 0)
        {
            Log.WalReplayed(_log, records, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var wal = new WriteAheadLog(walDirectory, next, _log, Metrics);
        foreach (var index in byNumber.Values)
        {
            index.Store.Attach(wal);
        }

        foreach (var stream in State.DataStreams.Values)
        {
            foreach (var index in stream.Backing.Concat(stream.Failures).Select(name => State.Indices.GetValueOrDefault(name)).OfType<Index>())
            {
                index.DataStream = stream.Name;
            }
        }

        LinkGenerations();
        return wal;
    }

    private Index OpenIndex(IndexMetadata metadata)
    {
        var store = new IndexStore(metadata.Number, metadata.Name, DirectoryOf(metadata), _cache, _options, _log);
        var index = new Index(metadata, store);
        store.Open(() => index.Mapping);
        return State.Indices[metadata.Name] = index;
    }

    /// <summary>A crash between forgetting an index and removing its folder leaves the folder.</summary>
    private void RemoveStrangers(IReadOnlyList<IndexMetadata> indices)
    {
        var known = indices.Select(DirectoryOf).ToHashSet(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(_indexDirectory).Where(directory => !known.Contains(directory)))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private string DirectoryOf(IndexMetadata metadata) =>
        Path.Combine(_indexDirectory, metadata.Number.ToString("D6", CultureInfo.InvariantCulture));

    private void Replay(Dictionary<int, Index> indices, in WalRecord record, int file, DocumentParser parser)
    {
        if (!indices.TryGetValue(record.Index, out var index))
        {
            return;
        }

        try
        {
            if (!record.IsDelete)
            {
                parser.Begin(record.Routing);
                index.Parse(record.Source, parser);
            }

            index.Store.Replay(record, record.IsDelete ? null : parser, file);
        }
        catch (ElasticsearchException wrong)
        {
            Log.ReplayRefused(_log, index.Name, Encoding.UTF8.GetString(record.Id) + ": " + wrong.Message);
        }
    }

    /// <summary>Two nodes on one folder would destroy it.</summary>
    private static FileStream Claim(string data)
    {
        var path = Path.Combine(data, "node.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new InvalidOperationException($"{data} is in use by another search node ({taken.Message}). Stop that one, or set SearchNode__DataDirectory to another folder.", taken);
        }
    }
}
