using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>How some indices are: every primary is here, and no replica has a node to be on.</summary>
internal readonly record struct ClusterHealth(int Indices, int Active, int Unassigned)
{
    public string Status => Unassigned > 0 ? "yellow" : "green";

    public double ActivePercent => Active + Unassigned == 0 ? 100 : Active * 100.0 / (Active + Unassigned);

    public static ClusterHealth Of(IEnumerable<Index> indices)
    {
        var (count, active, wished) = (0, 0, 0);
        foreach (var metadata in indices.Select(index => index.Metadata))
        {
            count++;
            active += metadata.Shards;
            wished += metadata.ShardCopies;
        }

        return new ClusterHealth(count, active, wished - active);
    }
}
