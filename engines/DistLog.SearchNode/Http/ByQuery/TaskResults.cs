using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>What came of tasks that nobody waited for, as documents of the hidden index <c>.tasks</c>; who has read them deletes them.</summary>
internal static class TaskResults
{
    private const string IndexName = ".tasks";

    /// <summary>Keeps a result and gives it back.</summary>
    public static JsonObject Keep(Node node, NodeTask task, JsonObject answer)
    {
        var document = new JsonObject { ["completed"] = true, ["task"] = TaskEndpoints.Describe(task, detailed: true), ["response"] = answer.DeepClone() };
        var (id, source) = (Encoding.UTF8.GetBytes(TaskEndpoints.IdOf(task)), Encoding.UTF8.GetBytes(document.ToJsonString()));
        var (index, parser) = (Results(node), new DocumentParser());
        parser.Begin(id, null);
        index.Parse(source, parser);
        index.Store.Write(WriteKind.Index, id, source, parser, default);
        index.Store.Refresh();
        return answer;
    }

    private static Index Results(Node node)
    {
        lock (node.State.Gate)
        {
            return node.State.Indices.GetValueOrDefault(IndexName)
                ?? node.CreateIndex(IndexName, new JsonObject { ["settings"] = new JsonObject { ["index.hidden"] = true, ["index.number_of_replicas"] = 0 }, ["mappings"] = new JsonObject { ["dynamic"] = "false" } }, isBacking: true);
        }
    }
}
