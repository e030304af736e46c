using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Searching;

/// <summary>Reads what an answer shows of its hits.</summary>
internal static class HitFetcher
{
    /// <summary>Goes block by block, so that each is unpacked once. Hits in damaged blocks are left out, and <paramref name="failures"/> says so.</summary>
    public static Hit[] Fetch(Hit[] hits, SearchRequest request, Dictionary<string, string> failures, CancellationToken cancel)
    {
        var damaged = new HashSet<Hit>();
        foreach (var group in hits.GroupBy(hit => hit.Block))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Fetch(group, request);
            }
            catch (DamagedDataException damage)
            {
                failures[group.First().Target.Index.Name] = damage.Message;
                damaged.UnionWith(group);
            }
        }

        return damaged.Count == 0 ? hits : [.. hits.Where(hit => !damaged.Contains(hit))];
    }

    private static void Fetch(IGrouping<Block, Hit> group, SearchRequest request)
    {
        var ids = group.Key.Ids;
        var sources = request.NeedsSource ? group.Key.Sources() : null;
        foreach (var hit in group)
        {
            hit.Id = ids[hit.Row].ToArray();
            hit.Source = sources is null ? default : sources[hit.Row].ToArray();
        }
    }
}
