using System.IO.Compression;
using DistLog.Client.MessagePack;
using DistLog.Client.Queue;

namespace DistLog.Client.Forward;

/// <summary>Makes packed-forward messages: <c>[tag, bin(entries), {"chunk": id, "size": n, "compressed": "gzip"}]</c>.</summary>
/// <remarks>Source: Fluentd's Forward Protocol Specification v1. One chunk at a time: the next <see cref="Build"/> reuses the buffer.</remarks>
internal sealed class ChunkBuilder(string tag, bool gzip) : IDisposable
{
    // A receiver may take a chunk that grows more than a hundredfold for an attack; such a one is sent as it is.
    private const int MaxRatio = 50;

    private readonly MessagePackWriter _writer = new(64 * 1024);
    private readonly List<QueuedEvent> _batch = [];
    private readonly MemoryStream _compressed = new();

    /// <summary>Takes a batch out of the queue and packs it; an empty one where nothing waits.</summary>
    public Chunk Build(EventQueue queue)
    {
        queue.Take(_batch);
        var id = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=');
        _writer.Clear();
        _writer.WriteArrayHeader(3);
        _writer.Write(tag);
        WriteOptions(id, compressed: WriteEntries());
        var events = _batch.Count;
        queue.Recycle(_batch);
        return new Chunk(id, _writer.WrittenMemory, events);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _compressed.Dispose();
    }

    /// <returns>Whether the entries went compressed.</returns>
    private bool WriteEntries()
    {
        var plain = _batch.Sum(queued => queued.Length);
        if (gzip && Compress() is var packed && (long)packed * MaxRatio > plain)
        {
            _writer.WriteBinHeader(packed);
            _writer.WriteRaw(_compressed.GetBuffer().AsSpan(0, packed));
            return true;
        }

        _writer.WriteBinHeader(plain);
        foreach (var queued in _batch)
        {
            _writer.WriteRaw(queued.Span);
        }

        return false;
    }

    /// <returns>The compressed length in bytes.</returns>
    private int Compress()
    {
        _compressed.SetLength(0);
        using (var stream = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var queued in _batch)
            {
                stream.Write(queued.Span);
            }
        }

        return (int)_compressed.Length;
    }

    private void WriteOptions(string id, bool compressed)
    {
        var map = _writer.BeginMap();
        _writer.WriteUtf8("chunk"u8);
        _writer.Write(id);
        _writer.WriteUtf8("size"u8);
        _writer.Write(_batch.Count);
        if (compressed)
        {
            _writer.WriteUtf8("compressed"u8);
            _writer.WriteUtf8("gzip"u8);
        }

        _writer.EndMap(map, compressed ? 3 : 2);
    }
}
