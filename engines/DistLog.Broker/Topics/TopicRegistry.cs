using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;

namespace DistLog.Broker.Topics;

/// <summary>All topics: opened from the metadata journal at start, changed one at a time, each change durable before it is answered.</summary>
internal sealed class TopicRegistry : IDisposable
{
    private const long ProducerIdBlock = 1000;

    private readonly ConcurrentDictionary<string, Topic> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Topic> _byId = new();
    private readonly ConcurrentDictionary<(Guid Topic, int Partition), long> _logStarts = new();
    private readonly Lock _changes = new();
    private readonly BrokerOptions _options;
    private readonly TopicDefaults _defaults;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Journal _journal;
    private readonly string _topicsDirectory;
    private long _nextProducerId;
    private long _reservedProducerIds;

    public TopicRegistry(BrokerOptions options, GroupCommit commits, TimeProvider time, ILogger<TopicRegistry> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _defaults = new TopicDefaults(options);
        _topicsDirectory = Path.Combine(options.DataDirectory, "topics");
        Directory.CreateDirectory(_topicsDirectory);
        _journal = new Journal(Path.Combine(options.DataDirectory, "metadata.journal"), commits, logger) { State = State };
    }

    public string ClusterId { get; private set; } = "";

    public ICollection<Topic> All => _byName.Values;

    public int PartitionCount => _byName.Values.Sum(topic => topic.Partitions.Count);

    /// <summary>Opens and recovers everything; afterwards the broker can serve.</summary>
    public void Open()
    {
        var known = new Dictionary<Guid, (string Name, int Partitions, Dictionary<string, string> Settings)>();
        _journal.Replay(reader => Apply(reader, known));
        if (ClusterId.Length == 0)
        {
            ClusterId = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            _journal.AppendAsync(MetadataEntry.Cluster(ClusterId)).GetAwaiter().GetResult();
        }

        foreach (var (id, entry) in known)
        {
            var topic = new Topic(entry.Name, id, new TopicConfig(_defaults, entry.Settings));
            topic.AddPartitions(OpenPartitions(topic, 0, entry.Partitions));
            Publish(topic);
        }

        RemoveUnknownDirectories([.. known.Keys]);
    }

    public bool TryGet(string name, [NotNullWhen(true)] out Topic? topic) => _byName.TryGetValue(name, out topic);

    public bool TryGet(Guid id, [NotNullWhen(true)] out Topic? topic) => _byId.TryGetValue(id, out topic);

    /// <summary>Creates a topic whose name and settings were checked; answers the topic that is there when another was faster.</summary>
    public async Task<(ErrorCode Error, Topic? Topic)> CreateAsync(string name, int partitions, Dictionary<string, string> settings)
    {
        Topic topic;
        Task durable;
        lock (_changes)
        {
            if (_byName.TryGetValue(name, out var existing))
            {
                return (ErrorCode.TopicAlreadyExists, existing);
            }

            if (PartitionCount + partitions > _options.MaxPartitions)
            {
                return (ErrorCode.PolicyViolation, null);
            }

            try
            {
                topic = new Topic(name, Guid.NewGuid(), new TopicConfig(_defaults, settings));
                topic.AddPartitions(OpenPartitions(topic, 0, partitions));
                DurableFile.SyncDirectory(_topicsDirectory);

                // Before the entry, since the journal may be written anew from what is published at any time.
                Publish(topic);
                durable = _journal.AppendAsync(MetadataEntry.Topic(topic, partitions));
            }
            catch (IOException failure) when (failure is not SyncFailedException)
            {
                // A full disk; what was created is removed as a leftover at the next start.
                Log.TopicNotCreated(_logger, name, failure);
                _byName.TryRemove(name, out _);
                return (ErrorCode.KafkaStorageError, null);
            }
        }

        await durable;
        Log.TopicCreated(_logger, name, partitions);
        return (ErrorCode.None, topic);
    }

    public async Task<ErrorCode> AddPartitionsAsync(Topic topic, int total)
    {
        Task durable;
        lock (_changes)
        {
            var have = topic.Partitions.Count;
            if (total <= have)
            {
                return ErrorCode.InvalidPartitions;
            }

            if (PartitionCount + total - have > _options.MaxPartitions)
            {
                return ErrorCode.PolicyViolation;
            }

            topic.AddPartitions(OpenPartitions(topic, have, total));
            durable = _journal.AppendAsync(MetadataEntry.Topic(topic, total));
        }

        await durable;
        return ErrorCode.None;
    }

    public Task ConfigureAsync(Topic topic, IReadOnlyDictionary<string, string> settings)
    {
        lock (_changes)
        {
            topic.Config.Set(settings);
            return _journal.AppendAsync(MetadataEntry.Topic(topic, topic.Partitions.Count));
        }
    }

    /// <summary>The topic is gone for clients at once; its entry's removal is durable when the task ends, then its files go.</summary>
    public async Task<bool> DeleteAsync(Topic topic)
    {
        Task durable;
        lock (_changes)
        {
            if (!_byName.TryRemove(KeyValuePair.Create(topic.Name, topic)))
            {
                return false;
            }

            _byId.TryRemove(topic.Id, out _);
            durable = _journal.AppendAsync(MetadataEntry.Deleted(topic.Id));
        }

        foreach (var partition in topic.Partitions)
        {
            partition.MarkDeleted();
        }

        await durable;
        Directory.Delete(TopicDirectory(topic.Id), recursive: true);
        Log.TopicDeleted(_logger, topic.Name);
        return true;
    }

    /// <summary>Moves the start of a partition; the records before it are gone for readers, their segments go with the next housekeeping.</summary>
    public async Task<long> DeleteRecordsAsync(Topic topic, int partition, long before)
    {
        var log = topic.Partitions[partition];
        var start = log.AdvanceStart(before);
        _logStarts[(topic.Id, partition)] = start;
        await _journal.AppendAsync(MetadataEntry.LogStart(topic.Id, partition, start));
        return start;
    }

    /// <summary>An id that no producer has had, also across restarts: ids are reserved in durable blocks.</summary>
    public async Task<long> NextProducerIdAsync()
    {
        long id;
        Task durable = Task.CompletedTask;
        lock (_changes)
        {
            id = _nextProducerId++;
            if (id >= _reservedProducerIds)
            {
                _reservedProducerIds = id + ProducerIdBlock;
                durable = _journal.AppendAsync(MetadataEntry.ProducerIds(_reservedProducerIds));
            }
        }

        await durable;
        return id;
    }

    public void Dispose()
    {
        foreach (var partition in _byName.Values.SelectMany(topic => topic.Partitions))
        {
            partition.Dispose();
        }

        _journal.Dispose();
    }

    private void Apply(RequestReader reader, Dictionary<Guid, (string Name, int Partitions, Dictionary<string, string> Settings)> known)
    {
        switch ((MetadataEntryKind)reader.ReadInt8())
        {
            case MetadataEntryKind.Cluster:
                ClusterId = reader.ReadString();
                break;
            case MetadataEntryKind.Topic:
                known[reader.ReadUuid()] = (reader.ReadString(), reader.ReadInt32(), ReadSettings(reader));
                break;
            case MetadataEntryKind.TopicDeleted:
                known.Remove(reader.ReadUuid());
                break;
            case MetadataEntryKind.ProducerIds:
                _nextProducerId = _reservedProducerIds = reader.ReadInt64();
                break;
            case MetadataEntryKind.LogStart:
                _logStarts[(reader.ReadUuid(), reader.ReadInt32())] = reader.ReadInt64();
                break;
        }
    }

    private static Dictionary<string, string> ReadSettings(RequestReader reader) =>
        reader.ReadArray(static r => (Name: r.ReadString(), Value: r.ReadString())).ToDictionary(setting => setting.Name, setting => setting.Value);

    /// <summary>What a new journal begins with when the old one is mostly outdated.</summary>
    private IEnumerable<byte[]> State() =>
    [
        MetadataEntry.Cluster(ClusterId),
        MetadataEntry.ProducerIds(_reservedProducerIds),
        .. _byName.Values.Select(topic => MetadataEntry.Topic(topic, topic.Partitions.Count)),
        .. _logStarts.Where(start => _byId.ContainsKey(start.Key.Topic))
            .Select(start => MetadataEntry.LogStart(start.Key.Topic, start.Key.Partition, start.Value)),
    ];

    private PartitionLog[] OpenPartitions(Topic topic, int first, int end)
    {
        var directory = Directory.CreateDirectory(TopicDirectory(topic.Id)).FullName;
        var opened = new PartitionLog[end - first];
        for (var i = first; i < end; i++)
        {
            var path = Path.Combine(directory, i.ToString(CultureInfo.InvariantCulture));
            opened[i - first] = new PartitionLog(path, topic.Config, _time, _logger);
            opened[i - first].AdvanceStart(_logStarts.GetValueOrDefault((topic.Id, i)));
        }

        DurableFile.SyncDirectory(directory);
        return opened;
    }

    private void Publish(Topic topic)
    {
        _byId[topic.Id] = topic;
        _byName[topic.Name] = topic;
    }

    private string TopicDirectory(Guid id) => Path.Combine(_topicsDirectory, id.ToString("N"));

    /// <summary>A directory without an entry is a topic whose creation or deletion a crash cut short.</summary>
    private void RemoveUnknownDirectories(HashSet<Guid> known)
    {
        foreach (var directory in Directory.EnumerateDirectories(_topicsDirectory))
        {
            if (!Guid.TryParseExact(Path.GetFileName(directory), "N", out var id) || !known.Contains(id))
            {
                Log.LeftoverRemoved(_logger, directory);
                Directory.Delete(directory, recursive: true);
            }
        }
    }
}
