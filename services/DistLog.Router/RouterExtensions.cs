using DistLog.Contracts;
using DistLog.Router.Routing;
using DistLog.ServiceDefaults;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Router;

internal static class RouterExtensions
{
    /// <summary>Adds what the router is made of.</summary>
    public static void AddRouter(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RouterOptions>()
            .Bind(builder.Configuration.GetSection(RouterOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<RouterMetrics>();
        builder.Services.AddSingleton(services =>
            BusWriter.Create(services.GetRequiredService<KafkaClients>(), services.GetRequiredService<ILogger<BusWriter>>()));
        builder.AddBatchConsumer<RouterProcessor>("router", [Topics.Nodes], options =>
        {
            // 9 batches, each written to up to two topics: 36 MiB, well within the producer's queue.
            options.MaxInFlight = 8;
            options.MaxBytes = 2 * 1024 * 1024;

            // What is routed twice after a crash is alerted on twice.
            options.CommitIntervalMs = 100;
        });
    }
}
