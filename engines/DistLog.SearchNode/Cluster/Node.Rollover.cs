using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>What came of a rollover.</summary>
internal sealed record RolloverResult(string OldIndex, string NewIndex, bool RolledOver, bool DryRun, IReadOnlyList<(string Condition, bool Met)> Conditions);

/// <summary>Starting a new generation of a data stream, or of an alias with a write index.</summary>
internal sealed partial class Node
{
    public RolloverResult Rollover(string target, string? newName, JsonObject? body, bool dryRun)
    {
        lock (State.Gate)
        {
            if (target.EndsWith(IndexSelectors.Failures, StringComparison.Ordinal))
            {
                return RollFailures(target[..^IndexSelectors.Failures.Length], body, dryRun);
            }

            var stream = State.DataStreams.GetValueOrDefault(target);
            var old = stream is not null ? State.Indices[stream.Backing[^1]] : AliasToRoll(target);
            var wanted = RolloverConditions.Parse(body?["conditions"] as JsonObject);
            if (!wanted.IsEmpty && !wanted.HasMaximum)
            {
                throw Refuse.Validation("at least one max_* rollover condition must be set when using min_* conditions");
            }

            var next = stream is not null ? NextBacking(stream) : newName ?? NextName(old.Name);
            if (stream is null)
            {
                IndexNames.Check(next);
            }
            else if (newName is not null)
            {
                throw Refuse.IllegalArgument("new index name may not be specified when rolling over a data stream");
            }

            State.RefuseTaken(next);
            var conditions = wanted.Check(old, _time.GetUtcNow());
            if (!wanted.AreMet(old, _time.GetUtcNow()) || dryRun)
            {
                return new RolloverResult(old.Name, next, false, dryRun, conditions);
            }

            var info = new RolloverInfo(_time.GetUtcNow().ToUnixTimeMilliseconds(), [.. conditions.Where(condition => condition.Met).Select(condition => condition.Condition)]);
            if (stream is not null)
            {
                AddBacking(stream, State.TemplateFor(stream.Name), stream.Generation + 1, _ => old.Metadata.Rollover = info);
            }
            else
            {
                RollAlias(target, old, next, body, info);
            }

            return new RolloverResult(old.Name, next, true, false, conditions);
        }
    }

    private RolloverResult RollFailures(string name, JsonObject? body, bool dryRun)
    {
        var stream = State.DataStreams.GetValueOrDefault(name) ?? throw Refuse.IllegalArgument($"rollover target [{name}{IndexSelectors.Failures}] does not exist");
        var old = stream.Failures.Count > 0 ? State.Indices[stream.Failures[^1]] : null;
        var wanted = RolloverConditions.Parse(body?["conditions"] as JsonObject);
        var conditions = old is null ? [] : wanted.Check(old, _time.GetUtcNow());
        var met = old is null || wanted.AreMet(old, _time.GetUtcNow());
        var next = met && !dryRun ? AddFailures(stream).Name : "";
        return new RolloverResult(old?.Name ?? "_none_", next, met && !dryRun, dryRun, conditions);
    }

    /// <summary>Leaves the rollover of a stream to its next write.</summary>
    public void RollLater(DataStream stream)
    {
        lock (State.Gate)
        {
            stream.RollsOnWrite = true;
            Save();
        }
    }

    private void RollOnWrite(DataStream stream)
    {
        lock (State.Gate)
        {
            // Of several writers at once, the first one rolls.
            if (stream.RollsOnWrite)
            {
                Rollover(stream.Name, null, null, dryRun: false);
            }
        }
    }

    private Index AliasToRoll(string alias) =>
        State.WithAlias(alias).Any()
            ? WriteIndexOfAlias(alias)!
            : throw Refuse.IllegalArgument($"rollover target [{alias}] does not exist");

    /// <summary>The name of the index that a stream would get next.</summary>
    public string NextBacking(DataStream stream) =>
        string.Create(CultureInfo.InvariantCulture, $".ds-{stream.Name}-{_time.GetUtcNow():yyyy.MM.dd}-{stream.Generation + 1:D6}");

    /// <summary>logs-000001 is followed by logs-000002.</summary>
    private static string NextName(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash >= 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{name[..dash]}-{number + 1:D6}")
            : throw Refuse.IllegalArgument($"index name [{name}] does not match pattern '^.*-\\d+$'");
    }

    /// <summary>The alias and the fact of the rollover are saved together with the new index.</summary>
    private void RollAlias(string alias, Index old, string next, JsonObject? body, RolloverInfo info)
    {
        var options = body is null ? null : new JsonObject(body.Where(pair => pair.Key is "settings" or "mappings" or "aliases").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        CreateIndex(next, options, prepare: created =>
        {
            var properties = (JsonObject)old.Metadata.Aliases[alias].DeepClone();
            var keepsOld = properties["is_write_index"].Bool() == true;
            created.Metadata.Aliases[alias] = properties;
            old.Metadata.Rollover = info;
            if (keepsOld)
            {
                var readOnly = (JsonObject)properties.DeepClone();
                readOnly["is_write_index"] = false;
                old.Metadata.Aliases[alias] = readOnly;
            }
            else
            {
                old.Metadata.Aliases.TryRemove(alias, out _);
            }
        });
    }
}
