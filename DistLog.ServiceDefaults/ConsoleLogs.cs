#pragma warning disable IDE0005 // The engines' SDK imports the first namespace globally, that of this project does not.
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
#pragma warning restore IDE0005

namespace DistLog.ServiceDefaults;

/// <summary>What a process prints: one line an event, and nothing that the host or /health says already.</summary>
/// <remarks>Shared as source with the engines, which run alone too and need nothing else of this project.</remarks>
internal static class ConsoleLogs
{
    public static ILoggingBuilder AddOneLineConsole(this ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // A start-up is polled ten times a second; whoever asks for the health gets the reason in the answer.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (IsOrchestrated)
        {
            // Addresses, environment and "Press Ctrl+C" are the orchestrator's to say.
            logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        }

        return logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }

    private static bool IsOrchestrated => Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is not null;
}
