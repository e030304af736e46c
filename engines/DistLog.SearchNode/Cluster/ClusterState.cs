using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster;

/// <summary>Everything that has a name: indices, data streams, templates, policies. Changes happen one at a time, under <see cref="Gate"/>.</summary>
internal sealed class ClusterState
{
    private JsonObject _settings = [];

    /// <summary>Guards changes. Readers need none: the dictionaries are safe to read while they change.</summary>
    public Lock Gate { get; } = new();

    public ConcurrentDictionary<string, Index> Indices { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, DataStream> DataStreams { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, IndexTemplate> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>Templates of the older kind.</summary>
    public ConcurrentDictionary<string, LegacyTemplate> LegacyTemplates { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, JsonObject> Components { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, JsonObject> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Cluster settings as they were set: persistent and transient ones, by their names with dots.</summary>
    public JsonObject Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            WriteBlock = ClusterSettings.WriteBlock(this);
        }
    }

    /// <summary>Why no index at all may be written to, in Elasticsearch's words; null where there is no such block.</summary>
    public string? WriteBlock { get; private set; }

    /// <summary>True while lifecycle policies rest by request.</summary>
    public bool IsLifecycleStopped { get; set; }

    public string ClusterUuid { get; set; } = Ids.NewUuid();

    /// <summary>Counts the changes since the node started.</summary>
    public long Version { get; set; } = 1;

    public int NextNumber { get; set; } = 1;

    /// <summary>The template that a new index of this name gets.</summary>
    public IndexTemplate? TemplateFor(string name) =>
        Templates.Values.Where(template => template.Matches(name)).OrderByDescending(template => template.Priority).ThenBy(template => template.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What a new index of this name gets from templates: of the one that fits best, or else of all of the older kind that fit.</summary>
    public TemplateContent ContentFor(string name)
    {
        if (TemplateFor(name) is { } template)
        {
            return template.Content(Components);
        }

        var content = TemplateContent.Empty;
        foreach (var legacy in LegacyTemplates.Values.Where(legacy => legacy.Matches(name)).OrderBy(legacy => legacy.Order).ThenBy(legacy => legacy.Name, StringComparer.Ordinal))
        {
            content = content.With(legacy.Json);
        }

        return content;
    }

    /// <summary>The indices or streams that have an alias.</summary>
    public IEnumerable<Index> WithAlias(string alias) => Indices.Values.Where(index => index.Metadata.Aliases.ContainsKey(alias));

    public IEnumerable<DataStream> StreamsWithAlias(string alias) => DataStreams.Values.Where(stream => stream.Aliases.ContainsKey(alias));

    /// <summary>Refuses a name that something else has.</summary>
    public void RefuseTaken(string name)
    {
        if (Indices.TryGetValue(name, out var index))
        {
            throw new ElasticsearchException(400, "resource_already_exists_exception", $"index [{name}/{index.Metadata.Uuid}] already exists", name);
        }

        if (DataStreams.ContainsKey(name))
        {
            throw new ElasticsearchException(400, "resource_already_exists_exception", $"data_stream [{name}] already exists");
        }

        if (WithAlias(name).Any() || StreamsWithAlias(name).Any())
        {
            throw Refuse.InvalidIndexName(name, "already exists as alias");
        }
    }
}
