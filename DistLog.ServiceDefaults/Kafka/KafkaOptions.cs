using System.ComponentModel.DataAnnotations;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>How a service speaks to the bus; configuration section <c>Kafka</c>.</summary>
public sealed class KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary>Bootstrap servers, <c>host:port[,host:port…]</c>; taken from <c>ConnectionStrings:kafka</c>.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "";

    /// <summary>Milliseconds a record waits for company before its batch is sent. 2: a batch hop costs less than a screen refresh.</summary>
    [Range(0, 1000)]
    public int LingerMs { get; set; } = 2;

    /// <summary>KiB of records a producer holds before it pushes back. 64 MiB is a second of the fastest input.</summary>
    [Range(1024, 1024 * 1024)]
    public int ProducerQueueKiB { get; set; } = 64 * 1024;

    /// <summary>KiB of records a consumer fetches ahead per partition.</summary>
    [Range(64, 1024 * 1024)]
    public int ConsumerQueueKiB { get; set; } = 8 * 1024;

    /// <summary>Milliseconds without a heartbeat after which the group gives a member's partitions to others. 6,000 is the least that Kafka's default allows.</summary>
    [Range(6_000, 300_000)]
    public int SessionTimeoutMs { get; set; } = 6_000;

    /// <summary>
    /// The name under which this process is a static member of its consumer group: a restarted process gets its
    /// partitions back at once instead of after <see cref="SessionTimeoutMs"/>. Must differ between replicas. Default: the
    /// <c>service.instance.id</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, which the AppHost sets; without it membership is dynamic.
    /// </summary>
    [MaxLength(200)]
    public string? GroupInstanceId { get; set; }

    /// <summary>Any further librdkafka setting by its own name, such as <c>Kafka:Client:security.protocol</c>; these win.</summary>
    public Dictionary<string, string> Client { get; } = [];
}
