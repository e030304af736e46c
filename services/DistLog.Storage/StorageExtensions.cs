using DistLog.ServiceDefaults;
using DistLog.ServiceDefaults.Kafka;
using DistLog.Storage.Bulk;
using DistLog.Storage.Schema;
using DistLog.Storage.Writing;

namespace DistLog.Storage;

internal static class StorageExtensions
{
    /// <summary>Adds what storage is made of.</summary>
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StorageOptions>()
            .Bind(builder.Configuration.GetSection(StorageOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(Random.Shared);
        builder.Services.AddSingleton<RetryDelay>();
        builder.Services.AddSingleton<StorageMetrics>();
        builder.Services.AddSingleton<IDeadLetterSink>(DeadLetters);
        builder.Services.AddSingleton<BulkWriter>();
        builder.Services.AddSingleton<SchemaInstaller>();
        builder.AddBatchConsumer<StorageProcessor>("storage", StorageProcessor.StoredTopics, options => options.MaxRecords = 10_000);
    }

    private static DeadLetterSink DeadLetters(IServiceProvider services)
    {
        // A broker that is away is waited for, however long.
        var producer = services.GetRequiredService<KafkaClients>().CreateProducer(config => config.MessageTimeoutMs = 0);
        return new(producer, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<DeadLetterSink>>());
    }
}
