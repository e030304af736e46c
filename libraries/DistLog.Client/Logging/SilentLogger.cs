using Microsoft.Extensions.Logging;

namespace DistLog.Client.Logging;

/// <summary>Takes nothing: what the client logs about itself must not come back to it.</summary>
internal sealed class SilentLogger : ILogger
{
    public static SilentLogger Instance { get; } = new();

    public bool IsEnabled(LogLevel logLevel) => false;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // Silence is the point.
    }
}
