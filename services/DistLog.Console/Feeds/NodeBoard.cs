using DistLog.Contracts;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Feeds;

/// <summary>The registry as the bus tells it.</summary>
internal sealed class NodeBoard(IOptions<ConsoleOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeView> _nodes = [];


    /// <summary>Takes in a state.</summary>
    /// <returns>False where there are too many nodes and this one is not kept.</returns>
    public bool Apply(NodeView node)
    {
        lock (_gate)
        {
            if (_nodes.Count >= options.Value.MaxKept && !_nodes.ContainsKey(node.Key))
            {
                return false;
            }

            _nodes[node.Key] = node;
            return true;
        }
    }

    public void Forget(string key)
    {
        lock (_gate)
        {
            _nodes.Remove(key);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _nodes.Clear();
        }
    }

    /// <summary>Those that pages show: silent ones first, then by service and name.</summary>
    public IReadOnlyList<NodeView> Shown()
    {
        lock (_gate)
        {
            return [.. _nodes.Values
                .OrderBy(node => node.Rank)
                .ThenBy(node => node.Service, StringComparer.OrdinalIgnoreCase)
                .ThenBy(node => node.Name, StringComparer.OrdinalIgnoreCase)
                .Take(options.Value.ShownNodes)];
        }
    }

    public NodeCounts Counts()
    {
        lock (_gate)
        {
            var counts = _nodes.Values.CountBy(node => node.Status).ToDictionary();
            return new NodeCounts(
                counts.GetValueOrDefault(NodeStatus.Up),
                counts.GetValueOrDefault(NodeStatus.Down),
                counts.GetValueOrDefault(NodeStatus.Closed),
                counts.GetValueOrDefault(NodeStatus.Unknown));
        }
    }
}
