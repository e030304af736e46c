using DistLog.Console.Feeds;
using DistLog.Console.Logs;
using DistLog.Console.Overview;

namespace DistLog.Console.Live;

/// <summary>The kinds of live messages. A name that begins with <c>all-</c> replaces what the page knows.</summary>
internal static class LiveMessages
{
    public static LiveMessage Logs(LogView[] logs) => LiveMessage.Create(LiveTopics.Logs, "logs", logs, LiveJson.Default.LogViewArray);

    public static LiveMessage Skipped(SkippedLogs skipped) => LiveMessage.Create(LiveTopics.Logs, "skipped", skipped, LiveJson.Default.SkippedLogs);

    public static LiveMessage AllNodes(NodeView[] nodes) => LiveMessage.Create(LiveTopics.Nodes, "all-nodes", nodes, LiveJson.Default.NodeViewArray);

    public static LiveMessage Node(NodeView node) => LiveMessage.Create(LiveTopics.Nodes, "nodes", [node], LiveJson.Default.NodeViewArray);

    public static LiveMessage Forgotten(string nodeId) =>
        LiveMessage.Create(LiveTopics.Nodes, "forgotten", new ForgottenNode(nodeId), LiveJson.Default.ForgottenNode);

    public static LiveMessage NodeCounts(NodeCounts counts) => LiveMessage.Create(LiveTopics.Nodes, "node-counts", counts, LiveJson.Default.NodeCounts);

    public static LiveMessage AllAlerts(AlertView[] alerts) => LiveMessage.Create(LiveTopics.Alerts, "all-alerts", alerts, LiveJson.Default.AlertViewArray);

    public static LiveMessage Alert(AlertView alert) => LiveMessage.Create(LiveTopics.Alerts, "alerts", [alert], LiveJson.Default.AlertViewArray);

    public static LiveMessage Counts(Counts counts) => LiveMessage.Create(LiveTopics.Counts, "counts", counts, LiveJson.Default.Counts);

    public static LiveMessage Status(SystemStatus status) => LiveMessage.Create(LiveTopics.Status, "status", status, LiveJson.Default.SystemStatus);
}
