using Microsoft.Extensions.Configuration;

namespace DistLog.Client.Node;

/// <summary>Who this process is to DistLog: its service, and its node id, which has to survive a restart.</summary>
/// <param name="ServiceName">The kind of program.</param>
/// <param name="NodeId">This instance of it.</param>
internal sealed record NodeIdentity(string ServiceName, string NodeId)
{
    private const string InstanceKey = "service.instance.id";

    /// <summary>Settings first, then OpenTelemetry's environment variables, then the application's name and the host's.</summary>
    public static NodeIdentity Resolve(DistLogClientSettings settings, IConfiguration configuration, string applicationName)
    {
        var service = NotBlank(settings.ServiceName) ?? NotBlank(configuration["OTEL_SERVICE_NAME"]) ?? applicationName;
        return new NodeIdentity(service, NotBlank(settings.NodeId) ?? Derive(service, configuration));
    }

    // An orchestrator's instance id tells replicas on one host apart, and stays when it restarts one of them. A UUID
    // does not: it is what telemetry SDKs make up anew at every start, and would leave a dead node behind each time.
    private static string Derive(string service, IConfiguration configuration)
    {
        var instance = InstanceId(configuration["OTEL_RESOURCE_ATTRIBUTES"]);
        if (instance is null || Guid.TryParse(instance, out _))
        {
            return $"{service}-{Environment.MachineName}";
        }

        var resource = NotBlank(configuration["OTEL_SERVICE_NAME"]);
        return instance.Contains(service, StringComparison.Ordinal) || (resource is not null && instance.Contains(resource, StringComparison.Ordinal))
            ? instance
            : $"{resource ?? service}-{instance}";
    }

    // OTEL_RESOURCE_ATTRIBUTES is key=value,key=value with percent-encoded values.
    private static string? InstanceId(string? attributes) => attributes?
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(pair => pair.StartsWith($"{InstanceKey}=", StringComparison.Ordinal))
        .Select(pair => NotBlank(Uri.UnescapeDataString(pair[(InstanceKey.Length + 1)..])))
        .FirstOrDefault();

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
