using DistLog.Client.Events;
using DistLog.Contracts;

namespace DistLog.Client;

/// <summary>Sends a FATAL event when an exception that nobody handles ends the process, and holds the process for a moment so that it arrives.</summary>
internal sealed class CrashReporter : IDisposable
{
    private readonly DistLogClient _client;

    public CrashReporter(DistLogClient client)
    {
        _client = client;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    public void Dispose() => AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;

    /// <summary>Reports the exception and waits, bounded, for the acknowledgement.</summary>
    internal void Report(Exception? exception)
    {
        _client.Write(new LogRecord
        {
            Severity = Severity.Fatal,
            Message = $"The process ends by an unhandled exception: {exception?.Message ?? "unknown"}",
            Category = "DistLog.Client",
            Exception = exception,
            Properties = DistLogClient.RentProperties(),
        });
        _client.TryFlushAsync(_client.Settings.CrashFlushMs).GetAwaiter().GetResult();
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => Report(e.ExceptionObject as Exception);
}
