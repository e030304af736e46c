using System.Diagnostics.CodeAnalysis;
using System.Text;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Json;

/// <summary>A dictionary that is looked up by UTF-8 bytes as they stand in the input, without making a string.</summary>
internal sealed class Utf8Map<T>
{
    private readonly Dictionary<byte[], T> _entries;
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public Utf8Map()
    {
        _entries = new Dictionary<byte[], T>(new Comparer());
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _entries.Count;

    public IEnumerable<T> Values => _entries.Values;

    public void Set(string key, T value) => _entries[Encoding.UTF8.GetBytes(key)] = value;

    public void Set(byte[] key, T value) => _entries[key] = value;

    public void Remove(byte[] key) => _entries.Remove(key);

    public void RemoveWhere(Predicate<T> condition)
    {
        foreach (var key in _entries.Where(entry => condition(entry.Value)).Select(entry => entry.Key).ToList())
        {
            _entries.Remove(key);
        }
    }

    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value) => _lookup.TryGetValue(key, out value);

    public bool TryGet(string key, [MaybeNullWhen(false)] out T value) => _entries.TryGetValue(Encoding.UTF8.GetBytes(key), out value);

    private sealed class Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => (int)Hash.Of(obj);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)Hash.Of(alternate);
    }
}
