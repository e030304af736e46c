using DistLog.Client.Events;
using DistLog.Contracts;
using Microsoft.Extensions.Logging;

namespace DistLog.Client.Logging;

/// <summary>Turns what an application logs into LOG events. Never throws: a state that cannot be read is counted.</summary>
internal sealed class DistLogLogger(DistLogClient client, string category, DistLogLoggerProvider provider) : ILogger
{
    private static readonly Action<object?, PropertyBag> CollectScope = Collect;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.None)
        {
            return;
        }

        try
        {
            Write(logLevel, eventId, state, exception, formatter(state, exception));
        }
        catch (Exception)
        {
            client.CountUnreadable();
        }
    }

    private static Severity Map(LogLevel level) => level switch
    {
        LogLevel.Trace => Severity.Trace,
        LogLevel.Debug => Severity.Debug,
        LogLevel.Information => Severity.Info,
        LogLevel.Warning => Severity.Warn,
        LogLevel.Error => Severity.Error,
        _ => Severity.Fatal,
    };

    private static void Collect(object? scope, PropertyBag properties)
    {
        if (scope is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                properties.AddFromScope(name, value);
            }
        }
        else if (scope is not null)
        {
            properties.AddFromScope("scope", scope);
        }
    }

    private void Write<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, string message)
    {
        var properties = DistLogClient.RentProperties();
        CollectState(state, properties);
        provider.Scopes?.ForEachScope(CollectScope, properties);
        client.Write(new LogRecord
        {
            Severity = Map(level),
            Message = message,
            Template = properties.Template,
            Category = category,
            EventId = eventId.Id,
            EventName = eventId.Name,
            Exception = exception,
            Properties = properties,
        });
    }

    private static void CollectState<TState>(TState state, PropertyBag properties)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                properties.Add(list[i].Key, list[i].Value);
            }
        }
        else if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                properties.Add(name, value);
            }
        }
    }
}
