using DistLog.ServiceDefaults.Kafka.Batches;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistLog.ServiceDefaults;

/// <summary>Adds the reading of topics in batches to a service.</summary>
public static class BatchConsumerExtensions
{
    /// <summary>Adds the consumer, its health check <c>consumer</c>, and the gauge <c>distlog.GROUP.lag</c>. Needs <c>AddKafka</c>.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="topics">The topics to read.</param>
    /// <param name="defaults">The service's own defaults, which its configuration overrides.</param>
    /// <typeparam name="TProcessor">What is done with the records; a singleton.</typeparam>
    public static IHostApplicationBuilder AddBatchConsumer<TProcessor>(
        this IHostApplicationBuilder builder,
        string group,
        IReadOnlyList<string> topics,
        Action<BatchConsumerOptions>? defaults = null)
        where TProcessor : class, IBatchProcessor
    {
        builder.Services.AddOptions<BatchConsumerOptions>()
            .Configure(options => defaults?.Invoke(options))
            .Bind(builder.Configuration.GetSection(BatchConsumerOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(new BatchSubscription(group, topics));
        builder.Services.AddSingleton<IBatchProcessor, TProcessor>();
        builder.Services.AddSingleton<BatchConsumer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BatchConsumer>());
        builder.Services.AddHealthChecks().AddCheck<BatchConsumerHealthCheck>("consumer");
        return builder;
    }
}
