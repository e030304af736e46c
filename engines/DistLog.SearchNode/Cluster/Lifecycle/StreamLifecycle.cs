using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>The lifecycle that a data stream has by itself: rolled over by default conditions, and dropped index by index once they are past the retention.</summary>
internal sealed class StreamLifecycle(Node node, ILogger log)
{
    /// <summary>How long failures are kept unless the stream says otherwise, as in Elasticsearch.</summary>
    private const string FailureRetention = "30d";

    /// <summary>Refuses what isn't a lifecycle; null for none.</summary>
    public static JsonObject? Parse(JsonNode? json)
    {
        if (json is null)
        {
            return null;
        }

        var lifecycle = json as JsonObject ?? throw Refuse.ContentParse("[lifecycle] must be an object");
        foreach (var (key, value) in lifecycle)
        {
            switch (key)
            {
                case "data_retention" when value is null:
                    break;
                case "data_retention" when Durations.Parse(value.Text()!, key) <= TimeSpan.Zero:
                    throw Refuse.IllegalArgument("data_retention must be greater than 0");
                case "enabled" when value.Bool() is null:
                    throw Refuse.IllegalArgument($"Failed to parse value [{value.Text()}] as only [true] or [false] are allowed.");
                case "downsampling" when value is not null:
                    throw Refuse.NotSupported("downsampling");
                case "data_retention" or "enabled" or "downsampling":
                    break;
                default:
                    throw Refuse.ContentParse($"[lifecycle] unknown field [{key}]");
            }
        }

        var normal = new JsonObject { ["enabled"] = lifecycle["enabled"].Bool() ?? true };
        if (lifecycle["data_retention"].Text() is { } retention)
        {
            normal["data_retention"] = retention;
        }

        return normal;
    }

    /// <summary>How long a stream's indices are kept after they were rolled over; null for ever. And who says so.</summary>
    public static (string? Retention, string Source) Retention(ClusterState state, JsonObject lifecycle)
    {
        var own = lifecycle["data_retention"].Text();
        var unset = Setting(ClusterSettings.StreamDefaultRetention);
        var most = Setting(ClusterSettings.StreamMaxRetention);
        var (wanted, source) = own is not null ? (own, "data_stream_configuration") : unset is not null ? (unset, "default_global_retention") : (null, "data_stream_configuration");
        return most is not null && (wanted is null || Durations.Parse(wanted, "data_retention") > Durations.Parse(most, "data_retention")) ? (most, "max_global_retention") : (wanted, source);

        string? Setting(string name) => state.Value(name) is var value && value == "-1" ? null : value;
    }

    /// <summary>The conditions on which streams are rolled over; how old depends on how long they are kept.</summary>
    public static JsonObject Conditions(ClusterState state, string? retention)
    {
        var conditions = new JsonObject();
        foreach (var part in state.Value(ClusterSettings.StreamRollover).Split(','))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (part[..equals].Trim(), part[(equals + 1)..].Trim()) : throw Refuse.IllegalArgument($"Invalid condition: '{part}', format must be 'condition=value'");
            conditions[name] = value == "auto" ? AgeFor(retention) : value;
        }

        return conditions;
    }

    private static string AgeFor(string? retention) => retention is null ? "30d" : Durations.Parse(retention, "data_retention").TotalDays switch
    {
        <= 1 => "1h",
        <= 14 => "1d",
        <= 90 => "7d",
        _ => "30d",
    };

    /// <summary>True where the stream's own lifecycle rules an index: it has one that is on, and no policy that goes before.</summary>
    public static bool Manages(DataStream stream, Index index) =>
        stream.Lifecycle is { } lifecycle && lifecycle["enabled"].Bool() != false && (index.Metadata.Policy is null || index.Metadata.Settings["index"]?["lifecycle"]?["prefer_ilm"].Bool() == false);

    public void Run()
    {
        foreach (var stream in node.State.DataStreams.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal))
        {
            try
            {
                RunBacking(stream);
                RunFailures(stream);
            }
            catch (ElasticsearchException refused)
            {
                Log.LifecycleFailed(log, stream.Name, "data stream lifecycle", "rollover", refused.Message);
            }
        }
    }

    private void RunBacking(DataStream stream)
    {
        if (stream.Lifecycle is not { } lifecycle)
        {
            return;
        }

        var (retention, _) = Retention(node.State, lifecycle);
        if (node.State.Indices.TryGetValue(stream.Backing[^1], out var written) && Manages(stream, written))
        {
            RollWhenDue(stream.Name, written, retention);
        }

        Drop(stream.Backing.SkipLast(1), index => Manages(stream, index), retention);
    }

    /// <summary>Failures are not kept for ever, whatever rules the stream itself.</summary>
    private void RunFailures(DataStream stream)
    {
        var lifecycle = stream.Options?["failure_store"]?["lifecycle"];
        if (stream.Failures.Count > 0 && lifecycle?["enabled"].Bool() != false)
        {
            var retention = lifecycle?["data_retention"].Text() ?? FailureRetention;
            RollWhenDue(stream.Name + IndexSelectors.Failures, node.State.Indices[stream.Failures[^1]], retention);
            Drop(stream.Failures.SkipLast(1), _ => true, retention);
        }
    }

    private void RollWhenDue(string target, Index written, string? retention)
    {
        var conditions = Conditions(node.State, retention);
        if (RolloverConditions.Parse(conditions).AreMet(written, node.Time.GetUtcNow()))
        {
            node.Rollover(target, null, new JsonObject { ["conditions"] = conditions }, dryRun: false);
        }
    }

    /// <summary>Drops whole indices, with their files, that were rolled over longer ago than the retention.</summary>
    private void Drop(IEnumerable<string> names, Predicate<Index> isManaged, string? retention)
    {
        if (retention is null)
        {
            return;
        }

        var before = (node.Time.GetUtcNow() - Durations.Parse(retention, "data_retention")).ToUnixTimeMilliseconds();
        foreach (var index in names.Select(name => node.State.Indices.GetValueOrDefault(name)).OfType<Index>().Where(index => isManaged(index) && index.Metadata.LifecycleDate < before).ToArray())
        {
            node.DeleteIndices([index]);
        }
    }
}
