using DistLog.Alerting.Bus;

namespace DistLog.Alerting;

/// <summary>Wires alerting's parts and its HTTP API.</summary>
internal static class AlertingServices
{
    public static WebApplicationBuilder AddAlerting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AlertingOptions>()
            .Bind(builder.Configuration.GetSection(AlertingOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<AlertingMetrics>();
        builder.Services.AddSingleton<AlertingWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AlertingWorker>());
        builder.Services.AddHealthChecks().AddCheck<AlertingWorker>("alerting");
        return builder;
    }

    /// <summary><c>GET /api/alerts</c> and <c>GET /api/nodes</c>: the current state, as arrays of the contract's types.</summary>
    public static WebApplication MapAlertingApi(this WebApplication app)
    {
        app.MapGet("/api/alerts", (AlertingWorker worker) => Results.Json(worker.State.CurrentAlerts(), AlertingJson.Default.IReadOnlyListAlert));
        app.MapGet("/api/nodes", (AlertingWorker worker) => Results.Json(worker.State.CurrentNodes(), AlertingJson.Default.IReadOnlyListNodeState));
        return app;
    }
}
