using System.Text.Json.Nodes;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>A concrete index: its settings, mapping, aliases and documents.</summary>
internal sealed class Index(IndexMetadata metadata, IndexStore store)
{
    private readonly Lock _gate = new();
    private volatile IndexMapping _mapping = MappingCompiler.CompileInUse(metadata.Mapping, MappingSettings.Of(metadata.Settings, isStream: false));
    private string? _dataStream;
    private long _flushes;

    public string Name => metadata.Name;

    public IndexMetadata Metadata => metadata;

    public IndexStore Store => store;

    public IndexMapping Mapping => _mapping;

    /// <summary>Flushes that clients have asked for.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>True where the mapping has grown by documents and isn't saved yet; the log would grow it again.</summary>
    public bool HasUnsavedMapping { get; set; }

    /// <summary>The data stream that the index is behind.</summary>
    public string? DataStream
    {
        get => _dataStream;
        set
        {
            _dataStream = value;
            ApplySettings(metadata.Settings);
        }
    }

    /// <summary>Where searches look for what names no field.</summary>
    public IReadOnlyList<string> DefaultFields { get; } = metadata.DefaultFields();

    public void CountFlush() => Interlocked.Increment(ref _flushes);

    /// <summary>What the mapping would be with an addition; refuses what can't be added.</summary>
    public IndexMapping Merged(JsonObject update)
    {
        var mapping = _mapping;
        return MappingCompiler.Compile(MappingMerge.Merge(mapping.Json, update), mapping.Settings, mapping);
    }

    /// <summary>Adds to the mapping.</summary>
    public void Merge(JsonObject update)
    {
        lock (_gate)
        {
            _mapping = Merged(update);
            metadata.Mapping = _mapping.Json;
        }
    }

    /// <summary>Takes over settings, those that have to do with the mapping too; none of them where they can't be understood.</summary>
    public void ApplySettings(JsonObject settings)
    {
        lock (_gate)
        {
            _mapping = MappingCompiler.CompileInUse(_mapping.Json, MappingSettings.Of(settings, _dataStream is not null), _mapping);
            metadata.Settings = settings;
        }
    }

    /// <summary>Parses a document; fields that are new get their mapping first.</summary>
    public void Parse(ReadOnlySpan<byte> source, DocumentParser parser)
    {
        // A field may bring others with it (an object its fields), so it can take one round a level; a document nests no deeper.
        // One round more for a field that stands in another's way, which only the next parse tells.
        for (var round = 0; round <= DocumentParser.MaxDepth; round++)
        {
            parser.Parse(source, _mapping);
            if (parser.NewFields.Count == 0)
            {
                return;
            }

            AddFields(parser.NewFields);
        }

        throw Refuse.IllegalArgument($"the fields [{string.Join(", ", parser.NewFields.Select(field => field.Path))}] can't be added to the mapping");
    }

    /// <summary>A document of a data stream must say when it happened.</summary>
    public void CheckTimestamp(DocumentParser parser)
    {
        if (DataStream is null)
        {
            return;
        }

        var count = 0;
        foreach (ref readonly var value in parser.Values)
        {
            count += value.Field.Path == "@timestamp" ? 1 : 0;
        }

        if (count != 1)
        {
            throw Refuse.DocumentParsing(count == 0 ? "data stream timestamp field [@timestamp] is missing" : "data stream timestamp field [@timestamp] encountered multiple values");
        }
    }

    private void AddFields(IReadOnlyList<NewField> fields)
    {
        lock (_gate)
        {
            var json = (JsonObject)_mapping.Json.DeepClone();
            foreach (var field in fields)
            {
                MappingMerge.AddField(json, field.Path, field.Mapping);
            }

            _mapping = MappingCompiler.Compile(json, _mapping.Settings, _mapping);
            metadata.Mapping = json;
            HasUnsavedMapping = true;
        }
    }
}
