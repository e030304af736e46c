using System.Text;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Which document is asked for, and what of it.</summary>
internal sealed record DocumentRequest(string Index, string Id)
{
    public string? Routing { get; init; }

    /// <summary>Which part of the document; null where that goes without saying.</summary>
    public SourceFilter? Source { private get; init; }

    /// <summary>Fields whose values are asked for apart from the document.</summary>
    public IReadOnlyList<string> StoredFields { get; init; } = [];

    public long? Version { get; init; }

    /// <summary>What no refresh has shown is there too.</summary>
    public bool IsRealtime { get; init; } = true;

    public bool Refreshes { get; init; }

    /// <summary>Who asks for stored fields doesn't want the document, unless he says so.</summary>
    public SourceFilter Filter => Source ?? (StoredFields.Count == 0 || StoredFields.Contains("_source") ? SourceFilter.Everything : SourceFilter.Nothing);

    /// <summary>What the request's parameters ask for.</summary>
    public static DocumentRequest Of(RestRequest request, string index, string id) => new(index, id)
    {
        Routing = request.Parameter("routing"),
        Source = UriSearch.Source(request),
        StoredFields = request.List("stored_fields") ?? [],
        Version = request.Long("version"),
        IsRealtime = request.Flag("realtime", true),
        Refreshes = request.Flag("refresh"),
    };

    /// <summary>The index and the document in it, or null where it isn't there.</summary>
    public (Index Index, StoredDocument? Document) Find(Node node)
    {
        var index = GetEndpoints.Single(node, Index);
        var routing = ShardRouting.Resolve(node.State, Index, Routing);
        ShardRouting.CheckRequired(index, Id, routing);
        if (Refreshes)
        {
            index.Store.Refresh();
        }

        var document = index.Store.Get(Encoding.UTF8.GetBytes(Id));
        if (document is null
            || (!IsRealtime && document.SeqNo > index.Store.RefreshedSeqNo)
            || ShardRouting.IsElsewhere(index, Id, document.Routing, routing))
        {
            return (index, null);
        }

        return Version is { } wanted && document.Version != wanted
            ? throw Refuse.VersionConflict(index.Name, Id, $"current version [{document.Version}] is different than the one provided [{wanted}]")
            : (index, document);
    }
}
