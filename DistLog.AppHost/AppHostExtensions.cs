using System.Globalization;
using Microsoft.Extensions.Configuration;
#if !ASPIRE
using DistLog.Hosting;
#endif

/// <summary>What several resources of the map have in common.</summary>
internal static class AppHostExtensions
{
    /// <summary>The setting <c>Ports:NAME</c>; null, which is a free port, where it is 0.</summary>
    public static int? Port(this IDistributedApplicationBuilder builder, string name)
    {
        string? text = builder.Configuration[$"Ports:{name}"];
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > ushort.MaxValue)
        {
            throw new DistributedApplicationException($"Ports:{name} is '{text}'; it can be 0 (a free port) to 65535.");
        }
        return port == 0 ? null : port;
    }

    /// <summary>
    /// <c>DISTLOG_DATA</c>, relative to the current directory; <c>.distlog</c> beside the solution by default.
    /// The absolute path is put back into the configuration for whoever asks next.
    /// </summary>
    public static string DataDirectory(this IDistributedApplicationBuilder builder)
    {
        string data = Path.GetFullPath(builder.Configuration["DISTLOG_DATA"] ?? Path.Combine(builder.AppHostDirectory, "..", ".distlog"));
        builder.Configuration["DISTLOG_DATA"] = data;
        return data;
    }

    /// <summary>A service of the shop: logs to the collector, and takes the section <c>Shop</c> of the settings.</summary>
    public static IResourceBuilder<ProjectResource> AsShop(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<ConnectionStringResource> distlog)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var (key, value) in builder.ApplicationBuilder.Configuration.GetSection("Shop").AsEnumerable())
        {
            if (value is not null)
            {
                builder.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }

        return builder
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithReference(distlog).WaitFor(distlog);
    }

    /// <summary>Processes that end by themselves are started again; Aspire leaves that to a command.</summary>
    public static void RestartAfter(
        this IDistributedApplicationBuilder builder, TimeSpan delay, params IResourceBuilder<ProjectResource>[] resources)
    {
        ArgumentNullException.ThrowIfNull(builder);
#if !ASPIRE
        foreach (IResourceBuilder<ProjectResource> resource in resources)
        {
            resource.WithAutoRestart(delay);
        }
#endif
    }
}
