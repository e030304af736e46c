using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Where indices are in their lifecycles: <c>_ilm/explain</c>, <c>status</c>, <c>start</c>, <c>stop</c>, <c>retry</c>, <c>remove</c>.</summary>
internal static class LifecycleEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/{index}/_ilm/explain", ExplainAsync);
        routes.Map("POST", "/{index}/_ilm/remove", RemoveAsync);
        routes.Map("POST", "/{index}/_ilm/retry", RetryAsync);
        routes.Map("GET", "/_ilm/status", request => request.Tree(new JsonObject { ["operation_mode"] = request.Node.State.IsLifecycleStopped ? "STOPPED" : "RUNNING" }));
        routes.Map("POST", "/_ilm/start", request => SetStoppedAsync(request, false));
        routes.Map("POST", "/_ilm/stop", request => SetStoppedAsync(request, true));
        routes.Map("POST", "/_ilm/move/{index}", _ => throw Refuse.NotSupported("_ilm/move"));
        routes.Map("POST", "/_ilm/migrate_to_data_tiers", _ => throw Refuse.NotSupported("_ilm/migrate_to_data_tiers"));
    }

    private static Index[] Targets(RestRequest request) =>
        [.. request.Node.Names.Indices(request.Path("index"), request.Names(NameOptions.Default with { ExpandClosed = true, ExpandHidden = true }))];

    private static Task ExplainAsync(RestRequest request)
    {
        var onlyErrors = request.Flag("only_errors");
        var onlyManaged = request.Flag("only_managed") || onlyErrors;
        var shown = Targets(request)
            .Where(index => !onlyManaged || index.Metadata.Policy is not null)
            .Where(index => !onlyErrors || index.Metadata.Lifecycle?.IsError == true)
            .Select(index => KeyValuePair.Create(index.Name, (JsonNode?)Explain(request.Node, index)));
        return request.Tree(new JsonObject { ["indices"] = new JsonObject(shown) });
    }

    private static JsonObject Explain(Node node, Index index)
    {
        var json = new JsonObject { ["index"] = index.Name, ["managed"] = index.Metadata.Policy is not null };
        if (index.Metadata.Policy is not { } name)
        {
            return json;
        }

        var (metadata, now) = (index.Metadata, node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var state = metadata.Lifecycle ?? LifecycleState.New(metadata.CreationDate);
        json["policy"] = name;
        json["index_creation_date_millis"] = metadata.CreationDate;
        json["time_since_index_creation"] = Age(now - metadata.CreationDate);
        json["lifecycle_date_millis"] = metadata.LifecycleDate;
        json["age"] = Age(now - metadata.LifecycleDate);
        json["phase"] = state.Phase;
        json["phase_time_millis"] = state.PhaseTime;
        json["action"] = state.Action;
        json["action_time_millis"] = state.ActionTime;
        json["step"] = state.Step;
        json["step_time_millis"] = state.StepTime;
        AddFailure(json, state);
        AddPhase(json, node, name, state);
        return json;
    }

    private static void AddFailure(JsonObject json, LifecycleState state)
    {
        if (state.IsError)
        {
            json["failed_step"] = state.FailedStep;
            json["is_auto_retryable_error"] = true;
            json["failed_step_retry_count"] = state.Retries;
        }

        if (state.Info is { } info)
        {
            json["step_info"] = info.DeepClone();
        }
    }

    private static void AddPhase(JsonObject json, Node node, string name, LifecycleState state)
    {
        if (node.State.Policies.GetValueOrDefault(name) is { } policy && policy["policy"]!["phases"]![state.Phase] is { } phase)
        {
            json["phase_execution"] = new JsonObject
            {
                ["policy"] = name,
                ["phase_definition"] = phase.DeepClone(),
                ["version"] = policy["version"]?.DeepClone(),
                ["modified_date_in_millis"] = DateTimeOffset.Parse(policy["modified_date"]!.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            };
        }
    }

    /// <summary>Milliseconds in the largest unit that leaves at least one, with two digits behind the point at most: 1.5d.</summary>
    public static string Age(long millis) => Math.Abs(millis) switch
    {
        >= 86_400_000 => Invariant(millis / 86_400_000.0) + "d",
        >= 3_600_000 => Invariant(millis / 3_600_000.0) + "h",
        >= 60_000 => Invariant(millis / 60_000.0) + "m",
        >= 1000 => Invariant(millis / 1000.0) + "s",
        _ => Invariant(millis) + "ms",
    };

    private static string Invariant(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static Task RemoveAsync(RestRequest request)
    {
        foreach (var index in Targets(request))
        {
            index.Metadata.Lifecycle = null;
            request.Node.SetSettings(index, [KeyValuePair.Create("index.lifecycle", (JsonNode?)null)]);
        }

        return request.Tree(new JsonObject { ["has_failures"] = false, ["failed_indexes"] = new JsonArray() });
    }

    private static async Task RetryAsync(RestRequest request)
    {
        var targets = Targets(request);
        if (Array.Find(targets, index => index.Metadata.Lifecycle?.IsError != true) is { } fine)
        {
            throw Refuse.IllegalArgument($"cannot retry an action for an index [{fine.Name}] that has not encountered an error when running a Lifecycle Policy");
        }

        // Every pass tries failed steps again.
        await request.Node.Lifecycles.RunAsync(request.Aborted);
        await request.Acknowledged();
    }

    private static Task SetStoppedAsync(RestRequest request, bool stopped)
    {
        lock (request.Node.State.Gate)
        {
            request.Node.State.IsLifecycleStopped = stopped;
            request.Node.Save();
        }

        return request.Acknowledged();
    }
}
