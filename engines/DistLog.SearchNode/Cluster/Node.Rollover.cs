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
            var conditions = Conditions(old, body?["conditions"] as JsonObject);
            var next = stream is not null ? NextBacking(stream) : newName ?? NextName(old.Name);
            if (stream is null)
            {
                IndexNames.Check(next);
                State.RefuseTaken(next);
            }

            var met = conditions.Count == 0 || conditions.Any(condition => condition.Met);
            if (!met || dryRun)
            {
                return new RolloverResult(old.Name, next, false, dryRun, conditions);
            }

            if (stream is not null)
            {
                AddBacking(stream, State.TemplateFor(stream.Name), stream.Generation + 1);
            }
            else
            {
                RollAlias(target, old, next, body);
            }

            return new RolloverResult(old.Name, next, true, false, conditions);
        }
    }

    private RolloverResult RollFailures(string name, JsonObject? body, bool dryRun)
    {
        var stream = State.DataStreams.GetValueOrDefault(name) ?? throw Refuse.IllegalArgument($"rollover target [{name}{IndexSelectors.Failures}] does not exist");
        var old = stream.Failures.Count > 0 ? State.Indices[stream.Failures[^1]] : null;
        List<(string Condition, bool Met)> conditions = old is null ? [] : Conditions(old, body?["conditions"] as JsonObject);
        var met = conditions.Count == 0 || conditions.Any(condition => condition.Met);
        var next = met && !dryRun ? AddFailures(stream).Name : "";
        return new RolloverResult(old?.Name ?? "_none_", next, met && !dryRun, dryRun, conditions);
    }

    private Index AliasToRoll(string alias) =>
        State.WithAlias(alias).Any()
            ? WriteIndexOfAlias(alias)!
            : throw Refuse.IllegalArgument($"rollover target [{alias}] does not exist");

    private string NextBacking(DataStream stream) =>
        string.Create(CultureInfo.InvariantCulture, $".ds-{stream.Name}-{_time.GetUtcNow():yyyy.MM.dd}-{stream.Generation + 1:D6}");

    /// <summary>logs-000001 is followed by logs-000002.</summary>
    private static string NextName(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash >= 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{name[..dash]}-{number + 1:D6}")
            : throw Refuse.IllegalArgument($"index name [{name}] does not match pattern '^.*-\\d+$'");
    }

    private void RollAlias(string alias, Index old, string next, JsonObject? body)
    {
        var options = body is null ? null : new JsonObject(body.Where(pair => pair.Key is "settings" or "mappings" or "aliases").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        var created = CreateIndex(next, options);
        var properties = (JsonObject)old.Metadata.Aliases[alias].DeepClone();
        var keepsOld = properties["is_write_index"].Bool() == true;
        created.Metadata.Aliases[alias] = properties;
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

        Save();
    }

    private List<(string Condition, bool Met)> Conditions(Index index, JsonObject? wanted)
    {
        var age = _time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(index.Metadata.CreationDate);
        return [.. (wanted ?? []).Select(pair => ($"[{pair.Key}: {pair.Value.Text()}]", pair.Key switch
        {
            "max_age" => age >= Durations.Parse(pair.Value.Text()!, "max_age"),
            "max_docs" or "max_primary_shard_docs" => index.Store.Count() >= Number(pair.Value),
            "min_docs" or "min_primary_shard_docs" => index.Store.Count() >= Number(pair.Value),
            "max_size" or "max_primary_shard_size" => index.Store.SizeOnDisk() >= ByteSizes.Parse(pair.Value.Text()!, pair.Key),
            _ => throw Refuse.IllegalArgument($"[conditions] unknown field [{pair.Key}]"),
        }))];
    }

    private static long Number(JsonNode? value) =>
        long.TryParse(value.Text(), CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"For input string: \"{value.Text()}\"");
}
