using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>What came of an action: it is done, it waits for something, or the index is gone.</summary>
internal sealed record LifecycleOutcome(bool IsDone, JsonObject? Info = null, bool IsGone = false)
{
    public static LifecycleOutcome Done { get; } = new(true);

    public static LifecycleOutcome Gone { get; } = new(true, IsGone: true);

    public static LifecycleOutcome Waits(string message) => new(false, new JsonObject { ["message"] = message });

    public static LifecycleOutcome LeftOut(string message) => new(true, new JsonObject { ["message"] = message, ["left_out"] = true });
}

/// <summary>The actions of lifecycle policies on one index. Each may have been cut off before: it looks first whether it is done.</summary>
internal sealed class LifecycleActions(Node node, Index index)
{
    /// <summary>Elasticsearch's name of the step that an action is at while it waits.</summary>
    public static string StepOf(string action) => action == "rollover" ? "check-rollover-ready" : action;

    public async Task<LifecycleOutcome> RunAsync(LifecycleAction action, CancellationToken cancel) => action.Name switch
    {
        "rollover" => Rollover(action),
        "set_priority" => Set("index.priority", action.Options["priority"]?.DeepClone()),
        "readonly" => Set("index.blocks.write", "true"),
        "allocate" => action.Options["number_of_replicas"] is { } replicas ? Set("index.number_of_replicas", replicas.DeepClone()) : LifecycleOutcome.Done,
        "forcemerge" => await MergeAsync(cancel),
        "delete" => Delete(),
        _ => LifecycleOutcome.LeftOut($"[{action.Name}] was left out: there is nothing that it could do on a single node"),
    };

    private LifecycleOutcome Set(string setting, JsonNode? value)
    {
        node.SetSettings(index, [KeyValuePair.Create(setting, value)]);
        return LifecycleOutcome.Done;
    }

    private async Task<LifecycleOutcome> MergeAsync(CancellationToken cancel)
    {
        await node.FlushAsync(index, cancel);
        await node.MergeAsync(index, all: true, cancel);
        return LifecycleOutcome.Done;
    }

    private LifecycleOutcome Rollover(LifecycleAction action)
    {
        var metadata = index.Metadata;
        if (metadata.Rollover is not null || metadata.Settings["index"]?["lifecycle"]?["indexing_complete"].Bool() == true)
        {
            return LifecycleOutcome.Done;
        }

        var target = Target();
        var conditions = RolloverConditions.Parse(action.Options).ButNotEmpty();
        if (!conditions.AreMet(index, node.Time.GetUtcNow()))
        {
            return LifecycleOutcome.Waits("Waiting for the index to meet the rollover conditions");
        }

        if (target is not null)
        {
            node.Rollover(target, null, new JsonObject { ["conditions"] = action.Options.DeepClone() }, dryRun: false);
        }

        return LifecycleOutcome.Done;
    }

    /// <summary>The stream or alias to roll; null where another index is written to already.</summary>
    private string? Target()
    {
        if (index.DataStream is { } stream)
        {
            return node.State.DataStreams[stream].Backing[^1] == index.Name ? stream : null;
        }

        var alias = index.Metadata.Settings["index"]?["lifecycle"]?["rollover_alias"].Text();
        if (string.IsNullOrEmpty(alias))
        {
            throw Refuse.IllegalArgument($"setting [index.lifecycle.rollover_alias] for index [{index.Name}] is empty or not defined");
        }

        return index.Metadata.Aliases.TryGetValue(alias, out var properties)
            ? properties["is_write_index"].Bool() == false ? throw Refuse.IllegalArgument($"index [{index.Name}] is not the write index for alias [{alias}]") : alias
            : throw Refuse.IllegalArgument($"index.lifecycle.rollover_alias [{alias}] does not point to index [{index.Name}]");
    }

    /// <summary>Drops the index with its files; a stream's only index takes the stream with it.</summary>
    private LifecycleOutcome Delete()
    {
        if (index.DataStream is { } name && node.State.DataStreams.TryGetValue(name, out var stream) && stream.Backing[^1] == index.Name)
        {
            if (stream.Backing.Count > 1)
            {
                throw Refuse.IllegalArgument($"index [{index.Name}] is the write index for data stream [{name}]. stopping execution of lifecycle [{index.Metadata.Policy}] as a data stream's write index cannot be deleted. manually rolling over the index will resume the execution of the policy as the index will not be the data stream's write index anymore");
            }

            node.DeleteDataStreams([stream]);
        }
        else
        {
            node.DeleteIndices([index]);
        }

        return LifecycleOutcome.Gone;
    }
}
