using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistLog.ServiceDefaults.Discovery;

/// <summary>Lets every HttpClient of the factory call a service by its name.</summary>
internal static class ServiceDiscoveryExtensions
{
    public static void AddServiceDiscovery(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient();
        builder.Services.AddTransient<ServiceDiscoveryHandler>();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler<ServiceDiscoveryHandler>());
    }
}
