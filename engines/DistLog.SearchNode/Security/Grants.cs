using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Security;

/// <summary>What an API key's role descriptors allow: privileges on the cluster, and privileges on indices by patterns of their names.</summary>
internal sealed class Grants
{
    /// <summary>Patterns and privileges are looked through for each name of a request.</summary>
    private const int MostEntries = 1000;

    private readonly HashSet<string> _cluster = new(StringComparer.Ordinal);
    private readonly List<(IReadOnlyList<string> Names, HashSet<string> Privileges)> _indices = [];

    /// <summary>Reads role descriptors; null where they are empty: then the key may do what its owner may.</summary>
    public static Grants? Parse(JsonObject? descriptors)
    {
        if (descriptors is null || descriptors.Count == 0)
        {
            return null;
        }

        var grants = new Grants();
        foreach (var (role, value) in descriptors)
        {
            grants.Add(value as JsonObject ?? throw Refuse.ContentParse($"failed to parse role [{role}]. expected an object"));
        }

        return grants._indices.Count <= MostEntries ? grants : throw Refuse.IllegalArgument($"an API key can have [{MostEntries}] entries for indices at most");
    }

    private void Add(JsonObject role)
    {
        foreach (var (key, value) in role)
        {
            switch (key)
            {
                case "cluster":
                    foreach (var privilege in value.Strings())
                    {
                        Privileges.CheckCluster(privilege);
                        _cluster.Add(privilege);
                    }

                    break;
                case "index" or "indices":
                    foreach (var entry in value as JsonArray ?? throw Refuse.ContentParse($"[{key}] must be an array"))
                    {
                        AddIndices(entry as JsonObject ?? throw Refuse.ContentParse($"[{key}] must be an array of objects"));
                    }

                    break;
                case "metadata" or "description":
                    break;
                case "applications" or "run_as" or "global" or "remote_indices" or "remote_cluster" or "transient_metadata" when value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }:
                    break;
                default:
                    throw Refuse.NotSupported($"role descriptor {key}");
            }
        }
    }

    private void AddIndices(JsonObject entry)
    {
        foreach (var (key, _) in entry)
        {
            if (key is not ("names" or "privileges" or "allow_restricted_indices"))
            {
                throw Refuse.NotSupported($"role descriptor {key}");
            }
        }

        var names = entry["names"].Strings();
        var privileges = entry["privileges"].Strings();
        if (names.Count == 0 || privileges.Count == 0)
        {
            throw Refuse.ContentParse("indices privileges must refer to at least one index name or index name pattern and to at least one privilege");
        }

        foreach (var privilege in privileges)
        {
            Privileges.CheckIndex(privilege);
        }

        _indices.Add((names, privileges.ToHashSet(StringComparer.Ordinal)));
    }

    public bool AllowsCluster(string privilege) => Privileges.GrantingOnCluster(privilege).Any(_cluster.Contains);

    public bool AllowsIndex(string privilege, string name)
    {
        var granting = Privileges.GrantingOnIndices(privilege);
        return _indices.Exists(entry => granting.Any(entry.Privileges.Contains) && entry.Names.Any(pattern => Glob.Matches(pattern, name)));
    }
}
