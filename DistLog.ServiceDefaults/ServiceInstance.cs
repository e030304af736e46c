using Microsoft.Extensions.Configuration;

namespace DistLog.ServiceDefaults;

/// <summary>Which replica this process is.</summary>
internal static class ServiceInstance
{
    private const string Key = "service.instance.id=";

    /// <summary>The <c>service.instance.id</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c> (<c>key=value,…</c>), or null.</summary>
    public static string? Id(IConfiguration configuration) => configuration["OTEL_RESOURCE_ATTRIBUTES"]?
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(pair => pair.StartsWith(Key, StringComparison.Ordinal) && pair.Length > Key.Length)
        .Select(pair => Uri.UnescapeDataString(pair[Key.Length..]))
        .FirstOrDefault();
}
