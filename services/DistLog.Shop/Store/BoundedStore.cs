using System.Diagnostics.CodeAnalysis;

namespace DistLog.Shop.Store;

/// <summary>Remembers the newest entries up to a limit; the oldest make room.</summary>
internal sealed class BoundedStore<T>(int limit)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _age = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Adds an entry, or replaces the one of that id.</summary>
    public void Put(string id, T entry)
    {
        lock (_lock)
        {
            if (!_entries.ContainsKey(id))
            {
                _age.Enqueue(id);
            }

            _entries[id] = entry;
            if (_entries.Count > limit)
            {
                _entries.Remove(_age.Dequeue());
            }
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out T? entry)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(id, out entry);
        }
    }

    /// <summary>Replaces an entry in one step; the change gets the present one and may refuse it by null.</summary>
    /// <returns>The new entry, or null where there is none of that id or the change refused.</returns>
    public T? Update(string id, Func<T, T?> change)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out var present) || change(present) is not { } changed)
            {
                return null;
            }

            _entries[id] = changed;
            return changed;
        }
    }

    /// <summary>The newest entries, newest first.</summary>
    public IReadOnlyList<T> Newest(int count)
    {
        lock (_lock)
        {
            return [.. _age.Reverse().Take(count).Select(id => _entries[id])];
        }
    }
}
