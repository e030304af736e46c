using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>
/// Carries out lifecycle policies. Each pass takes every index as far as it can go; what it has done is in the saved state, and each
/// action looks first whether it is done already, so that a pass can be cut off anywhere.
/// </summary>
internal sealed class LifecycleRunner(Node node, ILogger log) : IDisposable
{
    /// <summary>Passes must not overlap: the clock's and one that is asked for.</summary>
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            foreach (var index in node.State.Indices.Values.Where(index => index.Metadata.Policy is not null).OrderBy(index => index.Name, StringComparer.Ordinal))
            {
                if (node.State.IsLifecycleStopped)
                {
                    return;
                }

                await AdvanceAsync(index, cancel);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Takes one index on, step by step, until one has to wait. A failed step is tried again in the next pass.</summary>
    private async Task AdvanceAsync(Index index, CancellationToken cancel)
    {
        var state = index.Metadata.Lifecycle ?? LifecycleState.New(Now);
        if (state.IsError)
        {
            state = state with { Step = state.FailedStep ?? LifecycleState.Complete };
        }

        try
        {
            while (await StepAsync(index, state, cancel) is { } next)
            {
                state = next;
            }
        }
        catch (ElasticsearchException refused)
        {
            Fail(index, refused);
        }
    }

    /// <summary>Does the action that the index is at, or finds the next one; null once it has to wait.</summary>
    private async Task<LifecycleState?> StepAsync(Index index, LifecycleState state, CancellationToken cancel)
    {
        var policy = PolicyOf(index);
        if (state.Action == LifecycleState.Complete)
        {
            return NextPhase(index, state, policy);
        }

        var phase = policy.Phase(state.Phase);
        var action = phase?.Actions.FirstOrDefault(action => action.Name == state.Action);
        if (action is not null && await new LifecycleActions(node, index).RunAsync(action, cancel) is { } outcome)
        {
            switch (outcome)
            {
                case { IsGone: true }:
                    return null;
                case { IsDone: false }:
                    Save(index, state with { Info = outcome.Info, Retries = 0, FailedStep = null });
                    return null;
                default:
                    // What was left out stays to be seen; what was waited for is over.
                    state = state with { Info = outcome.Info ?? (state.Info?["left_out"] is null ? null : state.Info) };
                    break;
            }
        }

        return Save(index, NextAction(phase, state));
    }

    private LifecycleState? NextPhase(Index index, LifecycleState state, LifecyclePolicy policy)
    {
        var age = TimeSpan.FromMilliseconds(Now - index.Metadata.LifecycleDate);
        if (policy.After(state.Phase) is not { } next || age < next.MinAge)
        {
            Save(index, state);
            return null;
        }

        Log.PhaseEntered(log, index.Name, next.Name);
        return Save(index, NextAction(next, new LifecycleState(next.Name, "", "", Now, Now, Now)));
    }

    private LifecycleState NextAction(LifecyclePhase? phase, LifecycleState state)
    {
        var next = phase?.Actions.SkipWhile(action => state.Action.Length > 0 && action.Name != state.Action).Skip(state.Action.Length > 0 ? 1 : 0).FirstOrDefault();
        return next is null
            ? state.To(LifecycleState.Complete, LifecycleState.Complete, Now)
            : state.To(next.Name, LifecycleActions.StepOf(next.Name), Now);
    }

    private LifecyclePolicy PolicyOf(Index index) => node.State.Policies.TryGetValue(index.Metadata.Policy!, out var policy)
        ? LifecyclePolicy.Parse(policy["policy"]!.AsObject())
        : throw Refuse.IllegalArgument($"policy [{index.Metadata.Policy}] does not exist");

    private void Fail(Index index, ElasticsearchException error)
    {
        var state = index.Metadata.Lifecycle ?? LifecycleState.New(Now);
        var failed = state.IsError ? state.FailedStep : state.Step;
        if (!state.IsError)
        {
            Log.LifecycleFailed(log, index.Name, index.Metadata.Policy!, failed!, error.Message);
        }

        var info = new JsonObject { ["type"] = error.Type, ["reason"] = error.Message };
        Save(index, state with { Step = LifecycleState.Error, StepTime = state.IsError ? state.StepTime : Now, FailedStep = failed, Retries = state.Retries + 1, Info = info });
    }

    private LifecycleState Save(Index index, LifecycleState state)
    {
        lock (node.State.Gate)
        {
            var old = index.Metadata.Lifecycle;
            if (old is null || old with { Info = null } != state with { Info = null } || !JsonNode.DeepEquals(old.Info, state.Info))
            {
                index.Metadata.Lifecycle = state;
                node.Save();
            }
        }

        return state;
    }

    private long Now => node.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
