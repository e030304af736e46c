namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the last lines that each resource has written.</summary>
public class ResourceLoggerService
{
    /// <summary>Lines kept per resource: some screens, and a bound on memory.</summary>
    internal const int Backlog = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lines> _lines = new(StringComparer.OrdinalIgnoreCase);

    internal ResourceLoggerService()
    {
    }

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetAllAsync(resource.Name);
    }

    /// <summary>What the resource has written so far, as one batch.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return Snapshot(resourceName);
    }

    internal void Append(string resourceId, string content, bool isError)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(resourceId, out Lines? lines))
            {
                _lines[resourceId] = lines = new Lines();
            }
            lines.Append(content, isError);
        }
    }

    internal IReadOnlyList<LogLine> Snapshot(string resourceId)
    {
        lock (_lock)
        {
            return _lines.TryGetValue(resourceId, out Lines? lines) ? lines.Snapshot() : [];
        }
    }

    private sealed class Lines
    {
        private readonly Queue<LogLine> _kept = new();
        private int _count;

        public void Append(string content, bool isError)
        {
            if (_kept.Count == Backlog)
            {
                _kept.Dequeue();
            }
            _kept.Enqueue(new LogLine(++_count, content, isError));
        }

        public IReadOnlyList<LogLine> Snapshot() => [.. _kept];
    }
}

/// <summary>One line of a resource's output.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
