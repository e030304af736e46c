namespace DistLog.SearchNode.Storage;

/// <summary>
/// The versions of documents deleted lately, so that an id that comes back goes on counting. Like Elasticsearch's (index.gc_deletes),
/// the memory is short: the oldest give way.
/// </summary>
internal sealed class DeletedVersions
{
    private const int Limit = 10_000;

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public long? VersionOf(ReadOnlySpan<byte> id) =>
        _versions.Count > 0 && _versions.TryGetValue(Key(id), out var version) ? version : null;

    public void Add(ReadOnlySpan<byte> id, long version)
    {
        var key = Key(id);
        if (!_versions.ContainsKey(key))
        {
            _order.Enqueue(key);
        }

        _versions[key] = version;
        while (_order.Count > Limit)
        {
            _versions.Remove(_order.Dequeue());
        }
    }

    public void Remove(ReadOnlySpan<byte> id)
    {
        if (_versions.Count > 0)
        {
            _versions.Remove(Key(id));
        }
    }

    private static string Key(ReadOnlySpan<byte> id) => System.Text.Encoding.UTF8.GetString(id);
}
