using System.IO.Compression;
using DistLog.Client.MessagePack;
using DistLog.Client.Queue;

namespace DistLog.Client.Forward;

/// <summary>Makes packed-forward messages: <c>[tag, bin(entries), {"chunk": id, "size": n, "compressed": "gzip"}]</c>.</summary>
/// <remarks>Source: Fluentd's Forward Protocol Specification v1. One chunk at a time: the next <see cref="Build"/> reuses the buffer.</remarks>
internal sealed class ChunkBuilder(string tag, bool gzip) : IDisposable
{
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
        WriteEntries();
        WriteOptions(id);
        var events = _batch.Count;
        queue.Recycle(_batch);
        return new Chunk(id, _writer.WrittenMemory, events);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _compressed.Dispose();
    }

    private void WriteEntries()
    {
        if (gzip)
        {
            Compress();
            _writer.WriteBinHeader((int)_compressed.Length);
            _writer.WriteRaw(_compressed.GetBuffer().AsSpan(0, (int)_compressed.Length));
            return;
        }

        _writer.WriteBinHeader(_batch.Sum(queued => queued.Length));
        foreach (var queued in _batch)
        {
            _writer.WriteRaw(queued.Span);
        }
    }

    private void Compress()
    {
        _compressed.SetLength(0);
        using var stream = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
        foreach (var queued in _batch)
        {
            stream.Write(queued.Span);
        }
    }

    private void WriteOptions(string id)
    {
        var map = _writer.BeginMap();
        _writer.WriteUtf8("chunk"u8);
        _writer.Write(id);
        _writer.WriteUtf8("size"u8);
        _writer.Write(_batch.Count);
        if (gzip)
        {
            _writer.WriteUtf8("compressed"u8);
            _writer.WriteUtf8("gzip"u8);
        }

        _writer.EndMap(map, gzip ? 3 : 2);
    }
}
