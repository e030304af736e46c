using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Security;

/// <summary>An API key. Of its secret only the SHA-256 is known: the secret has 132 random bits, so that guessing it is hopeless however fast the hash is.</summary>
internal sealed class ApiKey
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required byte[] SecretHash { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Creation { get; init; }

    public required string Owner { get; init; }

    /// <summary>Milliseconds since 1970; null for never.</summary>
    public long? Expiration { get; set; }

    /// <summary>When it was invalidated, in milliseconds since 1970.</summary>
    public long? Invalidation { get; set; }

    public JsonObject? RoleDescriptors { get; init; }

    public JsonObject? Metadata { get; init; }

    /// <summary>Null where the key may do what its owner may.</summary>
    public Grants? Grants { get; init; }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public bool IsUsable(long now) => Invalidation is null && (Expiration is null || now < Expiration);

    public bool HasSecret(string secret) => CryptographicOperations.FixedTimeEquals(SecretHash, HashOf(secret));

    /// <summary>The same key with other rights or other data; its secret stays.</summary>
    public ApiKey With(JsonObject? roles, JsonObject? metadata, long? expiration) => new()
    {
        Id = Id,
        Name = Name,
        SecretHash = SecretHash,
        Creation = Creation,
        Owner = Owner,
        Expiration = expiration,
        Invalidation = Invalidation,
        RoleDescriptors = roles,
        Metadata = metadata,
        Grants = Grants.Parse(roles),
    };

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["hash"] = Convert.ToHexString(SecretHash),
        ["creation"] = Creation,
        ["owner"] = Owner,
        ["expiration"] = Expiration,
        ["invalidation"] = Invalidation,
        ["roles"] = RoleDescriptors?.DeepClone(),
        ["metadata"] = Metadata?.DeepClone(),
    };

    public static ApiKey FromJson(JsonObject json)
    {
        var roles = json["roles"]?.DeepClone() as JsonObject;
        return new()
        {
            Id = json["id"].Text()!,
            Name = json["name"].Text()!,
            SecretHash = Convert.FromHexString(json["hash"].Text()!),
            Creation = json["creation"]!.GetValue<long>(),
            Owner = json["owner"].Text()!,
            Expiration = json["expiration"]?.GetValue<long>(),
            Invalidation = json["invalidation"]?.GetValue<long>(),
            RoleDescriptors = roles,
            Metadata = json["metadata"]?.DeepClone() as JsonObject,
            Grants = Grants.Parse(roles),
        };
    }
}
