using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>A phase of a lifecycle policy: from which age on an index is in it, and what is done with it then.</summary>
internal sealed record LifecyclePhase(string Name, TimeSpan MinAge, IReadOnlyList<LifecycleAction> Actions)
{
    /// <summary>The phases in their order, with the actions that each can have, in the order in which they are done.</summary>
    public static readonly (string Name, string[] Actions)[] Known =
    [
        ("hot", ["set_priority", "unfollow", "rollover", "readonly", "downsample", "shrink", "forcemerge", "searchable_snapshot"]),
        ("warm", ["set_priority", "unfollow", "readonly", "downsample", "allocate", "migrate", "shrink", "forcemerge"]),
        ("cold", ["set_priority", "unfollow", "readonly", "downsample", "searchable_snapshot", "allocate", "migrate", "freeze"]),
        ("frozen", ["unfollow", "searchable_snapshot"]),
        ("delete", ["wait_for_snapshot", "delete"]),
    ];

    /// <summary>Actions that would change documents or need what isn't there; leaving them out would not be what the policy says.</summary>
    private static readonly string[] Unsupported = ["downsample", "searchable_snapshot", "wait_for_snapshot"];

    public static LifecyclePhase Parse(string name, JsonNode? json)
    {
        var known = Array.Find(Known, phase => phase.Name == name).Actions ?? throw Refuse.IllegalArgument($"Timeseries lifecycle does not support phase [{name}]");
        var given = json?["actions"] as JsonObject ?? [];
        foreach (var (action, _) in given)
        {
            if (!known.Contains(action))
            {
                throw Refuse.IllegalArgument($"invalid action [{action}] defined in phase [{name}]");
            }

            if (Unsupported.Contains(action))
            {
                throw Refuse.NotSupported($"lifecycle action {action}");
            }
        }

        var minAge = json?["min_age"].Text() is { } age ? Durations.Parse(age, "min_age") : TimeSpan.Zero;
        return new LifecyclePhase(name, minAge, [.. known.Where(given.ContainsKey).Select(action => LifecycleAction.Parse(action, given[action]))]);
    }
}

/// <summary>An action of a phase, with its options.</summary>
internal sealed record LifecycleAction(string Name, JsonObject Options)
{
    public static LifecycleAction Parse(string name, JsonNode? options)
    {
        var action = new LifecycleAction(name, options as JsonObject ?? []);
        switch (name)
        {
            case "rollover" when !RolloverConditions.Parse(action.Options).HasMaximum:
                throw Refuse.IllegalArgument("At least one max_* rollover condition must be set.");
            case "forcemerge" when action.Options["max_num_segments"].Int() is not > 0:
                throw Refuse.IllegalArgument("[max_num_segments] must be a positive integer");
            case "set_priority" when action.Options["priority"] is { } priority && priority.Int() is not >= 0:
                throw Refuse.IllegalArgument("[priority] must be 0 or greater");
        }

        return action;
    }
}
