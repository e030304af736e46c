using Microsoft.Extensions.Configuration;

namespace DistLog.ServiceDefaults;

/// <summary>Reads a connection string that a service can't do without.</summary>
internal static class ConnectionStrings
{
    /// <exception cref="InvalidOperationException">It is not set; the text names the key and gives an example.</exception>
    public static string Required(IConfiguration configuration, string name, string example)
    {
        var value = configuration.GetConnectionString(name);
        return !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new InvalidOperationException(
                $"ConnectionStrings:{name} is not set. The AppHost sets it; when running alone, give it, such as --ConnectionStrings:{name} {example} or the environment variable ConnectionStrings__{name}.");
    }
}
