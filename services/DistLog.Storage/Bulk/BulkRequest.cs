using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DistLog.Storage.Bulk;

/// <summary>The body of a <c>_bulk</c> request, in one pooled buffer: an action line, then the record's bytes as they came.</summary>
/// <param name="topic">The topic whose records it holds.</param>
/// <param name="index">Where they go.</param>
internal sealed class BulkRequest(string topic, string index) : IDisposable
{
    private static readonly SearchValues<byte> PlainIdBytes =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Select(i => (byte)i).Where(b => b is not ((byte)'"' or (byte)'\\'))]);

    private readonly List<BulkItem> _items = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    public string Topic { get; } = topic;

    public string Index { get; } = index;

    public IReadOnlyList<BulkItem> Items => _items;

    /// <summary>The bytes of some items that follow each other.</summary>
    public ReadOnlyMemory<byte> Body(int first, int count) =>
        count == 0 ? default : _buffer.AsMemory(_items[first].Start, _items[first + count - 1].End - _items[first].Start);

    /// <summary>The document of an item.</summary>
    public ReadOnlySpan<byte> Document(in BulkItem item) =>
        _buffer.AsSpan(item.DocumentStart, Math.Max(0, item.End - item.DocumentStart - 1));

    /// <summary>Where an item came from, in words.</summary>
    public string Origin(in BulkItem item) => Position(Topic, item.Partition, item.Offset);

    public static string Position(string topic, int partition, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{topic}-{partition}-{offset}");

    /// <summary>Adds an action with a document.</summary>
    /// <param name="action"><c>create</c> or <c>index</c>.</param>
    /// <param name="id">The document's <c>_id</c>, as UTF-8.</param>
    /// <param name="document">JSON; line breaks in it become blanks, since one ends it.</param>
    /// <param name="partition">Where it came from.</param>
    /// <param name="offset">Where it came from.</param>
    public void Add(ReadOnlySpan<byte> action, ReadOnlySpan<byte> id, ReadOnlySpan<byte> document, int partition, long offset)
    {
        var start = _length;
        AddAction(action, id);
        var documentStart = _length;
        Append(document);
        JoinLines(_buffer.AsSpan(documentStart, document.Length));
        Append("\n"u8);
        _items.Add(new(start, documentStart, _length, partition, offset));
    }

    /// <summary>Adds the deletion of a document.</summary>
    public void AddDelete(ReadOnlySpan<byte> id, int partition, long offset)
    {
        var start = _length;
        AddAction("delete"u8, id);
        _items.Add(new(start, _length, _length, partition, offset));
    }

    /// <summary>A request of some of the items, with bytes of its own.</summary>
    public BulkRequest Subset(IEnumerable<int> items)
    {
        var subset = new BulkRequest(Topic, Index);
        foreach (var item in items.Select(i => _items[i]))
        {
            var move = subset._length - item.Start;
            subset.Append(_buffer.AsSpan(item.Start, item.End - item.Start));
            subset._items.Add(new(item.Start + move, item.DocumentStart + move, item.End + move, item.Partition, item.Offset));
        }

        return subset;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _items.Clear();
    }

    private void AddAction(ReadOnlySpan<byte> action, ReadOnlySpan<byte> id)
    {
        Append("{\""u8);
        Append(action);
        Append("\":{\"_id\":\""u8);
        if (id.ContainsAnyExcept(PlainIdBytes))
        {
            Append(JsonEncodedText.Encode(Encoding.UTF8.GetString(id)).EncodedUtf8Bytes);
        }
        else
        {
            Append(id);
        }

        Append("\"}}\n"u8);
    }

    private static void JoinLines(Span<byte> document)
    {
        if (document.Contains((byte)'\n'))
        {
            document.Replace((byte)'\n', (byte)' ');
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Grow(_length + bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, needed));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
