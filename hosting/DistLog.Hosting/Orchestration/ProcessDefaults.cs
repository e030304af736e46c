using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>The environment variables that every process gets unless the map says otherwise.</summary>
internal sealed class ProcessDefaults(IConfiguration configuration, IHostEnvironment environment)
{
    public Dictionary<string, object> For(ResourceInstance instance)
    {
        Dictionary<string, object> variables = [];
        AddPorts(variables, instance);
        if (instance.Resource is ProjectResource)
        {
            AddRuntime(variables, instance);
            AddTelemetry(variables, instance);
        }
        return variables;
    }

    private static void AddPorts(Dictionary<string, object> variables, ResourceInstance instance)
    {
        foreach ((EndpointAnnotation endpoint, AllocatedEndpoint address) in instance.Endpoints)
        {
            if (endpoint.PortVariable is { } variable)
            {
                variables[variable] = address.Port.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private void AddRuntime(Dictionary<string, object> variables, ResourceInstance instance)
    {
        string urls = string.Join(';', instance.Endpoints.Where(pair => pair.Endpoint.UriScheme is "http" or "https").Select(pair => pair.Address.UriString));
        if (urls.Length > 0)
        {
            variables["ASPNETCORE_URLS"] = urls;
        }
        variables["ASPNETCORE_ENVIRONMENT"] = environment.EnvironmentName;
        variables["DOTNET_ENVIRONMENT"] = environment.EnvironmentName;
        // The executables look for the runtime in the standard places only; this one may be elsewhere.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is null)
        {
            // …/shared/Microsoft.NETCore.App/10.0.x/
            variables["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        }
    }

    private void AddTelemetry(Dictionary<string, object> variables, ResourceInstance instance)
    {
        variables["OTEL_SERVICE_NAME"] = instance.Resource.Name;
        // The same at every start: a restarted process is the same node to heartbeats, and the same member to its consumer group.
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Id}-{Environment.MachineName}";
        string? endpoint = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? configuration["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"];
        if (!string.IsNullOrEmpty(endpoint))
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        }
    }
}
