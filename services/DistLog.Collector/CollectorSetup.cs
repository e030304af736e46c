using DistLog.Collector.Compression;
using DistLog.Collector.Forward;
using DistLog.Collector.Http;
using DistLog.Collector.Records;
using DistLog.Collector.Sink;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace DistLog.Collector;

/// <summary>Puts the collector together.</summary>
internal static class CollectorSetup
{
    /// <summary>Adds every input; the sink is added apart, so that tests can put a recorder in its place.</summary>
    public static void AddCollector(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CollectorOptions>()
            .Bind(builder.Configuration.GetSection(CollectorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<CollectorMetrics>();
        builder.Services.AddSingleton<IntakeContext>();
        builder.Services.AddSingleton(services => NewInflater(Options(services)));
        builder.Services.AddSingleton(services => new BufferBudget(Options(services).MaxBufferedBytes));
        builder.Services.AddSingleton<IngestEndpoint>();
        builder.Services.AddSingleton(NewForwardServices);
        builder.Services.AddSingleton<ForwardEndpoint>();
        builder.Services.AddHostedService<ForwardAnnouncement>();
        ListenOn(builder);
    }

    /// <summary>Adds the bus as the sink.</summary>
    public static void AddKafkaSink(this IServiceCollection services)
    {
        services.AddSingleton<KafkaRecordSink>();
        services.AddSingleton<IRecordSink>(provider => provider.GetRequiredService<KafkaRecordSink>());
        services.AddHostedService(provider => provider.GetRequiredService<KafkaRecordSink>());
        services.AddHostedService<TopicSetup>();
    }

    /// <summary>Maps <c>/TAG</c>; the health endpoints are more exact and win.</summary>
    public static void MapIngest(this WebApplication app) =>
        app.Map("/{**tag}", (RequestDelegate)app.Services.GetRequiredService<IngestEndpoint>().HandleAsync);

    private static void ListenOn(WebApplicationBuilder builder)
    {
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey];
        builder.Services.AddOptions<KestrelServerOptions>().Configure<ForwardEndpoint, IOptions<CollectorOptions>>((kestrel, forward, options) =>
        {
            kestrel.Limits.MaxRequestBodySize = null; // RequestBody counts, and says which setting to change
            kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
            HttpEndpoints.Listen(kestrel, urls);
            forward.Listen(kestrel);
        });
        // Kestrel warns at every start that it leaves the addresses to us. What it says of connections is worth reading.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Warning);
    }

    private static Inflater NewInflater(CollectorOptions options) => new(options.MaxInflatedBytes, options.MaxInflateRatio);

    private static ForwardServices NewForwardServices(IServiceProvider services) => new(
        services.GetRequiredService<IRecordSink>(),
        services.GetRequiredService<IntakeContext>(),
        services.GetRequiredService<Inflater>(),
        services.GetRequiredService<BufferBudget>(),
        Options(services));

    private static CollectorOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<CollectorOptions>>().Value;
}
