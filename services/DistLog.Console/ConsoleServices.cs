using DistLog.Console.Components;
using DistLog.Console.Feeds;
using DistLog.Console.Live;
using DistLog.Console.Overview;
using DistLog.Console.Search;
using DistLog.Console.Security;
using Microsoft.Extensions.FileProviders;

namespace DistLog.Console;

/// <summary>Wires the console's parts and pages.</summary>
internal static class ConsoleServices
{
    public static WebApplicationBuilder AddConsolePages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ConsoleOptions>()
            .Bind(builder.Configuration.GetSection(ConsoleOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddRazorComponents();
        NoStoredKeys.Add(builder.Services);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<ConsoleMetrics>();
        builder.Services.AddSingleton<LiveHub>();
        builder.Services.AddSingleton<LiveSnapshot>();
        builder.Services.AddSingleton<LiveEndpoint>();
        builder.Services.AddSingleton<LogBoard>();
        builder.Services.AddSingleton<NodeBoard>();
        builder.Services.AddSingleton<AlertBoard>();
        builder.Services.AddSingleton<CountsBoard>();
        builder.Services.AddSingleton<StatusBoard>();
        return builder;
    }

    /// <summary>What fills the pages: the bus and the store.</summary>
    public static WebApplicationBuilder AddConsoleSources(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ILogStore, ElasticsearchLogStore>();
        builder.Services.AddSingleton<BusFeed>();
        builder.Services.AddHostedService<BusFollower>();
        builder.Services.AddHostedService<BusWatch>();
        builder.Services.AddHostedService<CountsPoller>();
        return builder;
    }

    public static WebApplication MapConsole(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")),
            // Browsers ask each time whether a file changed, so an update of the console is seen at once.
            OnPrepareResponse = response => response.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRouting();
        app.MapGet("/live", (HttpContext context, LiveEndpoint live) => live.HandleAsync(context));
        // The only forms are GET forms, which change nothing.
        app.MapRazorComponents<App>().DisableAntiforgery();
        return app;
    }
}
