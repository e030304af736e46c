using DistLog.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistLog.Hosting;

/// <summary>The generic host under the application: its configuration, environment and lifetime.</summary>
internal static class GenericHost
{
    public static HostApplicationBuilder CreateBuilder(string[] args, string appHostDirectory, EntryPointInterception? interception)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ContentRootPath = appHostDirectory,
            EnvironmentName = EnvironmentName(),
        });
        // The host prints its own lines; a logger's would interleave with them.
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        if (interception is not null)
        {
            TestDefaults.Apply(builder, args, interception);
        }
        return builder;
    }

    /// <summary>An app host is a developer's tool: Development unless something else is asked for.</summary>
    private static string EnvironmentName() =>
        Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environments.Development;
}
