using DistLog.Console.Feeds;
using DistLog.Console.Overview;

namespace DistLog.Console.Live;

/// <summary>What a page that connects has to know at once.</summary>
internal sealed class LiveSnapshot(LogBoard logs, NodeBoard nodes, AlertBoard alerts, CountsBoard counts, StatusBoard status)
{
    public IEnumerable<LiveMessage> Take(LiveTopics topics)
    {
        yield return LiveMessages.Status(status.Current);
        if (topics.HasFlag(LiveTopics.Logs))
        {
            // The oldest first: pages put each new row on top.
            yield return LiveMessages.Logs([.. logs.Newest().Reverse()]);
        }

        if (topics.HasFlag(LiveTopics.Nodes))
        {
            yield return LiveMessages.AllNodes([.. nodes.Shown()]);
            yield return LiveMessages.NodeCounts(nodes.Counts());
        }

        if (topics.HasFlag(LiveTopics.Alerts))
        {
            yield return LiveMessages.AllAlerts([.. alerts.Firing(), .. alerts.Resolved()]);
        }

        if (topics.HasFlag(LiveTopics.Counts) && counts.Current is { } current)
        {
            yield return LiveMessages.Counts(current);
        }
    }
}
