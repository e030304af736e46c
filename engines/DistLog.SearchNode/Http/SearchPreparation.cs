using System.Globalization;
using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary>What a search needs from elsewhere before it begins: values that stand in other documents, the indices that boosts are for.</summary>
internal static class SearchPreparation
{
    public static void Complete(SearchRequest search, Node node, NameOptions names)
    {
        search.AddTiebreaker();
        search.BucketLimit = (int)double.Parse(node.State.Value("search.max_buckets"), CultureInfo.InvariantCulture);
        ResolveLookups(search.Scope, node);
        if (search.IndicesBoost.Count == 0)
        {
            return;
        }

        var boosts = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, boost) in search.IndicesBoost)
        {
            foreach (var index in node.Names.Indices(name, names))
            {
                // The first that names an index counts.
                boosts.TryAdd(index.Name, boost);
            }
        }

        search.BoostOfIndex = boosts;
    }

    /// <summary>The indices to search; a closed one, which only a wildcard that asks for it leads to, can't be.</summary>
    public static IReadOnlyList<ResolvedIndex> Targets(Node node, string? expression, NameOptions names)
    {
        var targets = node.Names.Resolve(expression, names);
        if (targets.FirstOrDefault(target => target.Index.Metadata.IsClosed) is not { } closed)
        {
            return targets;
        }

        return names.IgnoreUnavailable
            ? [.. targets.Where(target => !target.Index.Metadata.IsClosed)]
            : throw new ElasticsearchException(400, "index_closed_exception", "closed", closed.Index.Name);
    }

    /// <summary>Reads the values of terms queries; a document that isn't there has none.</summary>
    public static void ResolveLookups(QueryScope scope, Node node)
    {
        foreach (var query in scope.Lookups)
        {
            var lookup = query.Lookup!;
            var index = GetEndpoints.Single(node, lookup.Index);
            if (!index.Mapping.Source.Enabled)
            {
                throw Refuse.IllegalArgument($"[terms] lookup needs the _source of [{lookup.Index}]");
            }

            query.Values = index.Store.Get(Encoding.UTF8.GetBytes(lookup.Id)) is { } document ? Values(document.Source, lookup.Path) : [];
        }
    }

    private static string[] Values(ReadOnlyMemory<byte> source, string path)
    {
        using var document = JsonDocument.Parse(source, new JsonDocumentOptions { MaxDepth = 64 });
        return [.. SourceValues.At(document.RootElement, path).Where(value => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)).Select(value => value.Text()!)];
    }
}
