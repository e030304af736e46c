using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>What is done to an alias.</summary>
internal enum AliasAction
{
    Add,
    Remove,
    RemoveIndex,
}

/// <summary>One action of an alias update.</summary>
internal sealed record AliasChange(AliasAction Action, string Indices, string Alias, JsonObject? Properties, bool? MustExist)
{
    public static IEnumerable<AliasChange> Parse(JsonNode? node)
    {
        if (node is not JsonObject { Count: 1 } action || action.First().Value is not JsonObject body)
        {
            throw Refuse.IllegalArgument("an alias action is an object with one of [add, remove, remove_index]");
        }

        var kind = action.First().Key switch
        {
            "add" => AliasAction.Add,
            "remove" => AliasAction.Remove,
            "remove_index" => AliasAction.RemoveIndex,
            var other => throw Refuse.ContentParse($"[1:1] [aliases] unknown field [{other}]"),
        };
        var indices = string.Join(',', body["index"].Strings().Concat(body["indices"].Strings()));
        var aliases = body["alias"].Strings().Concat(body["aliases"].Strings()).ToArray();
        if (indices.Length == 0)
        {
            throw Refuse.IllegalArgument("One of [index] or [indices] is required");
        }

        if (kind != AliasAction.RemoveIndex && aliases.Length == 0)
        {
            throw Refuse.IllegalArgument("One of [alias] or [aliases] is required");
        }

        var properties = new JsonObject(body.Where(pair => pair.Key is not ("index" or "indices" or "alias" or "aliases" or "must_exist")).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return kind == AliasAction.RemoveIndex
            ? [new AliasChange(kind, indices, "", null, null)]
            : aliases.Select(alias => new AliasChange(kind, indices, alias, properties, body["must_exist"].Bool()));
    }
}
