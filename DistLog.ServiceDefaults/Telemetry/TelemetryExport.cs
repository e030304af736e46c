#pragma warning disable IDE0005 // The engines' SDK imports the first namespace globally, that of this project does not.
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
#pragma warning restore IDE0005

namespace DistLog.ServiceDefaults.Telemetry;

/// <summary>Owns the trace and metric providers: created at start, flushed and disposed at stop.</summary>
/// <remarks>Shared as source with the engines, as <see cref="TelemetryExtensions"/> is.</remarks>
internal sealed class TelemetryExport : IHostedService
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "DistLog.*")
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter("distlog.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        return Task.CompletedTask;
    }
}
