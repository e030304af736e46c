using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Security;

/// <summary>Who a request comes from.</summary>
/// <param name="User">The built-in user's name, or that of the key's owner.</param>
/// <param name="Key">The API key that it came with.</param>
internal sealed record Principal(string User, ApiKey? Key)
{
    private static readonly AsyncLocal<Principal?> Ambient = new();

    /// <summary>The principal of the request that is being answered, where it may not do everything; null where it may.</summary>
    public static Principal? Restricted
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Whose scrolls and points in time a request may go on with: its own.</summary>
    public static string? Owner => Restricted?.Key?.Id;

    /// <summary>What the request does to indices: set once it is known where it goes.</summary>
    public string Action { get; init; } = "";

    /// <summary>The privilege that the action needs on each index.</summary>
    public string Privilege { get; init; } = Privileges.All;

    private string Description => Key is null ? $"user [{User}]" : $"API key id [{Key.Id}] of user [{User}]";

    public bool Allows(string privilege, string index) => Key?.Grants is not { } grants || grants.AllowsIndex(privilege, index);

    /// <summary>True where the request's own action is allowed on an index.</summary>
    public bool Allows(string index) => Allows(Privilege, index);

    /// <exception cref="ElasticsearchException">403: it is not allowed.</exception>
    public void DemandCluster(string privilege, string action)
    {
        if (Key?.Grants is { } grants && !grants.AllowsCluster(privilege))
        {
            throw Denied($"action [{action}] is unauthorized for {Description}, this action is granted by the cluster privileges [{string.Join(',', Privileges.GrantingOnCluster(privilege))}]");
        }
    }

    /// <summary>Refuses the request's own action on an index where it isn't allowed.</summary>
    public void Demand(string index) => Demand(Privilege, index);

    /// <exception cref="ElasticsearchException">403: it is not allowed.</exception>
    public void Demand(string privilege, string index)
    {
        if (!Allows(privilege, index))
        {
            throw Denied($"action [{Action}] is unauthorized for {Description} on indices [{index}], this action is granted by the index privileges [{string.Join(',', Privileges.GrantingOnIndices(privilege))}]");
        }
    }

    private static ElasticsearchException Denied(string reason) => new(403, "security_exception", reason);
}
