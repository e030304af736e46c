using System.Net;
using System.Reflection;
using DistLog.Broker.Apis;
using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace DistLog.Broker.Hosting;

/// <summary>Puts the broker together: options, services, and both listeners on one Kestrel.</summary>
internal static class BrokerSetup
{
    public static WebApplicationBuilder AddBroker(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BrokerOptions>()
            .Bind(builder.Configuration.GetSection(BrokerOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        AddServices(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, builder.Configuration[WebHostDefaults.ServerUrlsKey]));

        // The server takes the Kafka port for HTTP in its own words, and warns that it leaves the URLs to Listen below;
        // Startup says what is served where.
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Services.AddHealthChecks().AddCheck<BrokerHealth>("log");
        return builder;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BrokerOptions>>().Value);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<BrokerEndPoint>();
        services.AddSingleton<BrokerMetrics>();
        services.AddSingleton(provider => new GroupCommit(
            provider.GetRequiredService<ILogger<GroupCommit>>(), provider.GetRequiredService<BrokerMetrics>()));
        services.AddSingleton<TopicRegistry>();
        services.AddSingleton<OffsetStore>();
        services.AddSingleton<GroupCoordinator>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<ApiTable>();
        services.AddSingleton<BrokerHealth>();
        foreach (var api in Assembly.GetExecutingAssembly().GetTypes().Where(IsStandaloneApi))
        {
            services.AddSingleton(typeof(IApi), api);
        }

        // The web server starts after the hosted services, so nobody is served before the log is recovered.
        services.AddHostedService<Startup>();
        services.AddHostedService<Housekeeping>();
    }

    /// <summary>ApiVersions is not among them: the table that it lists makes it.</summary>
    private static bool IsStandaloneApi(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IApi)) && type != typeof(ApiVersionsApi);

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, string? urls)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<BrokerOptions>();
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Listen(Resolve(options.Host), options.Port, listener => listener.UseConnectionHandler<KafkaConnectionHandler>());

        // Endpoints in code make Kestrel ignore ASPNETCORE_URLS, so they are listened on here.
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var address = BindingAddress.Parse(url);
            kestrel.Listen(Resolve(address.Host), address.Port);
        }
    }

    private static IPAddress Resolve(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : Dns.GetHostAddresses(host)[0],
    };
}
