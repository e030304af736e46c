using DistLog.Client;
using Microsoft.AspNetCore.Http;

namespace DistLog.Shop.Calls;

/// <summary>Logs each call of another service: how it went and how long it took.</summary>
internal sealed class ServiceCallHandler(ShopService dependency, DistributedLogger log, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            log.LogServiceCall(dependency.Name, (int)response.StatusCode < StatusCodes.Status500InternalServerError, time.GetElapsedTime(started));
            return response;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            log.LogServiceCall(dependency.Name, success: false, time.GetElapsedTime(started));
            throw;
        }
    }
}
