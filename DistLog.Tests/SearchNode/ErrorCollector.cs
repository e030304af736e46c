using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.SearchNode;

/// <summary>Keeps the exceptions that a node logs as errors.</summary>
internal sealed class ErrorCollector : ILoggerProvider, ILogger
{
    private const int Most = 100;

    private readonly ConcurrentQueue<string> _errors = [];

    public ILogger CreateLogger(string categoryName) => this;

    public string? Take() => _errors.TryDequeue(out var error) ? error : null;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error && _errors.Count < Most)
        {
            _errors.Enqueue($"{formatter(state, exception)}\n{exception}");
        }
    }

    public void Dispose()
    {
    }
}
