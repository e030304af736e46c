using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace DistLog.SearchNode.Security;

/// <summary>From the Authorization header to who it is. Secrets are compared by their hashes, in a time that tells nothing.</summary>
internal sealed class Authenticator(IOptions<SecurityOptions> options, ApiKeyStore keys)
{
    private readonly byte[] _password = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Password ?? ""));

    public bool IsOn => options.Value.IsOn;

    /// <summary>The user who may do everything; also everybody while security is off.</summary>
    public Principal Superuser { get; } = new(options.Value.Username, null);

    /// <summary>Null where the header is none that leads to anybody; then <paramref name="tried"/> says who it wanted to be.</summary>
    public Principal? Authenticate(string? header, out string? tried)
    {
        tried = null;
        if (TryDecode(header, "Basic ", out var name, out var secret))
        {
            tried = name;
            return IsPassword(secret) & name == Superuser.User ? Superuser : null;
        }

        if (TryDecode(header, "ApiKey ", out var id, out secret))
        {
            var key = keys.Find(id);
            return key is not null && key.HasSecret(secret) && key.IsUsable(keys.Now) ? new Principal(key.Owner, key) : null;
        }

        return null;
    }

    private bool IsPassword(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _password);

    /// <summary>Both schemes carry two parts with a colon between them, in base64.</summary>
    private static bool TryDecode(string? header, string scheme, [NotNullWhen(true)] out string? first, [NotNullWhen(true)] out string? second)
    {
        (first, second) = (null, null);
        if (header is null || !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[scheme.Length..].Trim(), bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        (first, second) = colon < 0 ? (null, null) : (text[..colon], text[(colon + 1)..]);
        return first is not null && second is not null;
    }
}
