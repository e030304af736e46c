using DistLog.Console.Logs;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Feeds;

/// <summary>The newest warnings and errors that were shown live.</summary>
internal sealed class LogBoard(IOptions<ConsoleOptions> options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<LogView> _logs = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<LogView> Newest()
    {
        lock (_gate)
        {
            return [.. _logs];
        }
    }

    public void Add(LogView log)
    {
        lock (_gate)
        {
            _logs.AddFirst(log);
            if (_logs.Count > options.Value.LiveLogs)
            {
                _logs.RemoveLast();
            }
        }
    }
}
