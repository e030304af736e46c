using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Http;
using DistLog.SearchNode.Security;
using DistLog.SearchNode.Storage;
using DistLog.ServiceDefaults;
using DistLog.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.ResponseCompression;

namespace DistLog.SearchNode;

/// <summary>The services of the search node.</summary>
internal static class Hosting
{
    public static WebApplicationBuilder AddSearchNode(this WebApplicationBuilder builder)
    {
        builder.Logging.AddOneLineConsole();
        builder.AddTelemetry();
        builder.Services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new ApiKeyStore(services.GetRequiredService<Node>().Vitals.DataDirectory, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<Authenticator>();
        builder.Services.AddSingleton<SearchNodeMetrics>();
        builder.Services.AddSingleton<Node>();
        builder.Services.AddHostedService<Maintenance>();
        builder.Services.AddHostedService<LifecycleClock>();
        builder.Services.AddRequestDecompression();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["application/json", "application/vnd.elasticsearch+json", "text/plain"];
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Fastest);
        var megabytes = builder.Configuration.GetSection(StoreOptions.Section).Get<StoreOptions>()?.RequestMegabytes ?? new StoreOptions().RequestMegabytes;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = megabytes * 1024L * 1024;
        });
        return builder;
    }

    public static WebApplication UseSearchNode(this WebApplication app)
    {
        ListenCheck.Run(app.Configuration);
        // An answer to HEAD has no body that could be in any encoding.
        app.UseWhen(http => !HttpMethods.IsHead(http.Request.Method), compressed => compressed.UseResponseCompression());
        app.UseMiddleware<ErrorHandling>();
        app.UseMiddleware<SecurityMiddleware>();
        app.UseRequestDecompression();
        app.UseRouting();
        app.MapElasticsearch();
        return app;
    }
}
