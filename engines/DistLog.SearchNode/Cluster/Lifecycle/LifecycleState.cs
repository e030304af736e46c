using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>Where an index is in its lifecycle. Times are milliseconds since 1970.</summary>
internal sealed record LifecycleState(string Phase, string Action, string Step, long PhaseTime, long ActionTime, long StepTime)
{
    public const string Complete = "complete";
    public const string Error = "ERROR";

    /// <summary>The step that failed; set while <see cref="Step"/> is <see cref="Error"/>.</summary>
    public string? FailedStep { get; init; }

    /// <summary>How often the step has failed.</summary>
    public int Retries { get; init; }

    /// <summary>What the step waits for, why it failed, or what was left out.</summary>
    public JsonObject? Info { get; init; }

    public bool IsError => Step == Error;

    public static LifecycleState New(long time) => new(LifecyclePolicy.NewPhase, Complete, Complete, time, time, time);

    public LifecycleState To(string action, string step, long time) => this with { Action = action, Step = step, ActionTime = time, StepTime = time, FailedStep = null, Retries = 0 };

    public JsonObject ToJson() => new()
    {
        ["phase"] = Phase,
        ["action"] = Action,
        ["step"] = Step,
        ["phase_time"] = PhaseTime,
        ["action_time"] = ActionTime,
        ["step_time"] = StepTime,
        ["failed_step"] = FailedStep,
        ["retries"] = Retries,
        ["info"] = Info?.DeepClone(),
    };

    public static LifecycleState? FromJson(JsonNode? json) => json is not JsonObject
        ? null
        : new LifecycleState(json["phase"].Text()!, json["action"].Text()!, json["step"].Text()!, json["phase_time"]!.GetValue<long>(), json["action_time"]!.GetValue<long>(), json["step_time"]!.GetValue<long>())
        {
            FailedStep = json["failed_step"].Text(),
            Retries = json["retries"].Int() ?? 0,
            Info = json["info"]?.DeepClone() as JsonObject,
        };
}
