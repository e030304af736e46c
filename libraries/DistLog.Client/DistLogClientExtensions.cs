using DistLog.Client;
using DistLog.Client.Node;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds DistLog to an application.</summary>
public static class DistLogClientExtensions
{
    /// <summary>Registers <see cref="DistLogClient"/> and <see cref="DistributedLogger"/>: the process becomes a node that registers, beats and says goodbye.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The name under <c>ConnectionStrings</c> where the collector's address stands, as <c>forward://host:port</c>.</param>
    /// <param name="configureSettings">Changes what configuration says.</param>
    /// <exception cref="InvalidOperationException">The address is missing or settings are out of range; the message names every key.</exception>
    public static void AddDistLogClient(this IHostApplicationBuilder builder, string connectionName, Action<DistLogClientSettings>? configureSettings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new DistLogClientSettings();
        builder.Configuration.GetSection(DistLogClientSettings.SectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);
        var endpoint = SettingsValidator.Validate(settings, $"ConnectionStrings:{connectionName}");
        var node = NodeIdentity.Resolve(settings, builder.Configuration, builder.Environment.ApplicationName);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new DistLogClient(settings, endpoint, node, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new DistributedLogger(services.GetRequiredService<DistLogClient>()));
        builder.Services.AddHostedService<NodeService>();
        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().AddCheck<ClientHealthCheck>(connectionName);
        }
    }
}
