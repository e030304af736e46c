using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Security;

/// <summary>The privileges that API keys can have, and which of them include others.</summary>
internal static class Privileges
{
    public const string All = "all";
    public const string Monitor = "monitor";
    public const string Manage = "manage";
    public const string Read = "read";
    public const string Write = "write";
    public const string Create = "create";
    public const string CreateIndex = "create_index";
    public const string ViewMetadata = "view_index_metadata";
    public const string Maintenance = "maintenance";
    public const string ManageSecurity = "manage_security";

    /// <summary>Each privilege on indices with those that include it.</summary>
    private static readonly Dictionary<string, string[]> OnIndices = new(StringComparer.Ordinal)
    {
        [All] = [],
        [Manage] = [All],
        [Monitor] = [Manage, All],
        [ViewMetadata] = [Manage, All],
        [CreateIndex] = ["auto_configure", Manage, All],
        ["auto_configure"] = [Manage, All],
        [Maintenance] = [Manage, All],
        [Read] = [All],
        [Write] = [All],
        [Create] = ["create_doc", Write, All],
        ["create_doc"] = [Create, Write, All],
    };

    private static readonly Dictionary<string, string[]> OnCluster = new(StringComparer.Ordinal)
    {
        [All] = [],
        ["none"] = [],
        [Manage] = [All],
        [Monitor] = [Manage, All],
        [ManageSecurity] = [All],
        ["manage_api_key"] = [ManageSecurity, All],
        ["manage_own_api_key"] = ["manage_api_key", ManageSecurity, All],
        ["manage_index_templates"] = [Manage, All],
        ["manage_ilm"] = [Manage, All],
        ["read_ilm"] = ["manage_ilm", Manage, All],
    };

    /// <summary>The privileges that include one on indices, itself first.</summary>
    public static string[] GrantingOnIndices(string privilege) => [privilege, .. OnIndices[privilege]];

    public static string[] GrantingOnCluster(string privilege) => [privilege, .. OnCluster[privilege]];

    public static void CheckIndex(string privilege) => Check(privilege, OnIndices, "index");

    public static void CheckCluster(string privilege) => Check(privilege, OnCluster, "cluster");

    private static void Check(string privilege, Dictionary<string, string[]> known, string kind)
    {
        if (!known.ContainsKey(privilege))
        {
            throw Refuse.IllegalArgument($"unknown {kind} privilege [{privilege}]. this node has [{string.Join(",", known.Keys.Order(StringComparer.Ordinal))}]");
        }
    }
}
