using DistLog.ServiceDefaults;
using DistLog.Shop.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistLog.Shop;

/// <summary>What each of the shop's services begins with.</summary>
internal static class ShopExtensions
{
    // An order is a few hundred bytes; its validation allows 50 items.
    private const long MaxRequestBytes = 64 * 1024;

    /// <summary>Adds the service defaults, the DistLog client and logger, the shop's options and its faults.</summary>
    public static WebApplicationBuilder AddShopService(this WebApplicationBuilder builder, ShopService service)
    {
        builder.AddServiceDefaults();
        builder.AddDistLogClient("distlog", settings => settings.ServiceName ??= service.Name);
        builder.Logging.AddDistLog();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton<FaultSource>();
        builder.Services.TryAddSingleton<IProcessEnd, ProcessEnd>();
        builder.Services.AddOptions<ShopOptions>().BindConfiguration(ShopOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ShopOptions>, ShopOptionsValidator>();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = BadRequests.Explain);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxRequestBytes);
        return builder;
    }

    /// <summary>Health, and an answer in problem details for whatever goes wrong.</summary>
    public static WebApplication UseShopDefaults(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = BadRequests.StatusCode,
            SuppressDiagnosticsCallback = BadRequests.IsPeersFault,
        });
        app.UseStatusCodePages();
        app.MapDefaultEndpoints();
        return app;
    }

    /// <summary>A group of business endpoints: with faults, and watched for slowness.</summary>
    public static RouteGroupBuilder MapBusiness(this IEndpointRouteBuilder endpoints, string prefix) =>
        endpoints.MapGroup(prefix).AddEndpointFilter<RouteGroupBuilder, FaultFilter>();
}
