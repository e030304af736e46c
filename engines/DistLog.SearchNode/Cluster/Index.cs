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
    private volatile IndexMapping _mapping = MappingCompiler.Compile(metadata.Mapping);

    public string Name => metadata.Name;

    public IndexMetadata Metadata => metadata;

    public IndexStore Store => store;

    public IndexMapping Mapping => _mapping;

    /// <summary>True where the mapping has grown by documents and isn't saved yet; the log would grow it again.</summary>
    public bool HasUnsavedMapping { get; set; }

    /// <summary>True for the indices behind a data stream.</summary>
    public string? DataStream { get; set; }

    /// <summary>Where searches look for what names no field.</summary>
    public IReadOnlyList<string> DefaultFields { get; } = metadata.DefaultFields();

    /// <summary>Adds to the mapping.</summary>
    public void Merge(JsonObject update)
    {
        lock (_gate)
        {
            var merged = MappingMerge.Merge(_mapping.Json, update);
            _mapping = MappingCompiler.Compile(merged, _mapping);
            metadata.Mapping = merged;
        }
    }

    /// <summary>Parses a document; fields that are new get their mapping first.</summary>
    public void Parse(ReadOnlySpan<byte> source, DocumentParser parser)
    {
        // A field may bring others with it (an object its fields), so it can take one round a level; a document nests no deeper.
        for (var round = 0; round < DocumentParser.MaxDepth; round++)
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

        foreach (ref readonly var value in parser.Values)
        {
            if (value.Field.Path == "@timestamp")
            {
                return;
            }
        }

        throw Refuse.DocumentParsing("data stream timestamp field [@timestamp] is missing");
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

            _mapping = MappingCompiler.Compile(json, _mapping);
            metadata.Mapping = json;
            HasUnsavedMapping = true;
        }
    }
}
