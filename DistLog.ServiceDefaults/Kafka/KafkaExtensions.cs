using DistLog.ServiceDefaults.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistLog.ServiceDefaults;

/// <summary>Adds the bus to a service.</summary>
public static class KafkaExtensions
{
    /// <summary>Adds <see cref="KafkaClients"/>, <see cref="KafkaOptions"/> and the health check <c>kafka</c>.</summary>
    /// <exception cref="InvalidOperationException"><c>ConnectionStrings:kafka</c> is not set.</exception>
    public static TBuilder AddKafka<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var servers = ConnectionStrings.Required(builder.Configuration, "kafka", "127.0.0.1:9092");
        builder.Services.AddOptions<KafkaOptions>()
            .Bind(builder.Configuration.GetSection(KafkaOptions.Section))
            .Configure(options => options.BootstrapServers = servers)
            .PostConfigure(options => options.GroupInstanceId ??= ServiceInstance.Id(builder.Configuration))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<KafkaClients>();
        builder.Services.AddSingleton<KafkaHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<KafkaHealthCheck>("kafka");
        return builder;
    }
}
