using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.Hosting.Orchestration;

/// <summary>Asks a process whether it is healthy: by HTTP where the map says so, otherwise by connecting to its ports.</summary>
internal sealed class HealthProbe(HttpClient http)
{
    /// <summary>A check that takes longer counts as failed.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the process can be asked more than once, or only whether it has begun to listen.</summary>
    public static bool IsContinuous(ResourceInstance instance) => instance.Resource.HasAnnotationOfType<HttpHealthCheckAnnotation>();

    public async Task<HealthReportSnapshot> CheckAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Timeout);
        string? problem;
        try
        {
            problem = await FindProblemAsync(instance, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problem = $"no answer within {Timeout.TotalSeconds} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            problem = exception.Message;
        }
        return new HealthReportSnapshot("health", problem is null ? HealthStatus.Healthy : HealthStatus.Unhealthy, problem, ExceptionText: null);
    }

    private async Task<string?> FindProblemAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        HttpHealthCheckAnnotation[] checks = [.. instance.Resource.Annotations.OfType<HttpHealthCheckAnnotation>()];
        if (checks.Length == 0)
        {
            await ConnectAsync(instance, cancellationToken).ConfigureAwait(false);
            return null;
        }
        foreach (HttpHealthCheckAnnotation check in checks)
        {
            if (await GetAsync(instance, check, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    private async Task<string?> GetAsync(ResourceInstance instance, HttpHealthCheckAnnotation check, CancellationToken cancellationToken)
    {
        var url = new Uri(new Uri(AddressOf(instance, check).UriString), check.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return (int)response.StatusCode == check.StatusCode
            ? null
            : $"GET {url.PathAndQuery} answers {(int)response.StatusCode} instead of {check.StatusCode}";
    }

    private static AllocatedEndpoint AddressOf(ResourceInstance instance, HttpHealthCheckAnnotation check) =>
        instance.Endpoints
            .Where(pair => check.EndpointName is null ? pair.Endpoint.UriScheme is "http" or "https" : pair.Endpoint.Name == check.EndpointName)
            .Select(pair => pair.Address)
            .FirstOrDefault()
        ?? throw new DistributedApplicationException(
            $"Resource '{instance.Resource.Name}' has a health check but no endpoint '{check.EndpointName ?? "http"}' to ask: add WithHttpEndpoint().");

    private static async Task ConnectAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        foreach ((_, AllocatedEndpoint address) in instance.Endpoints.Where(pair => pair.Endpoint.Protocol == ProtocolType.Tcp))
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Address, address.Port, cancellationToken).ConfigureAwait(false);
        }
    }
}
