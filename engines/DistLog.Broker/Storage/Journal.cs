using System.Buffers.Binary;
using DistLog.Broker.Protocol;
using DistLog.Broker.Records;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>
/// A small append-only file of state changes that is replayed at start: topics and their settings, committed offsets.
/// Each entry is a length (4, big-endian), the CRC-32C of the payload (4) and the payload. When most of it is outdated it is
/// written anew from the present state and put in place by a rename.
/// </summary>
internal sealed class Journal : ISyncTarget, IDisposable
{
    private const int HeaderBytes = 8;

    /// <summary>Below this size a rewrite saves nothing worth the syncs.</summary>
    private const long MinRewriteBytes = 1024 * 1024;

    private const int RewriteFactor = 4;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly GroupCommit _commits;
    private readonly ILogger _logger;
    private SafeFileHandle _file;
    private long _size;
    private long _sizeAfterRewrite;

    public Journal(string path, GroupCommit commits, ILogger logger)
    {
        (_path, _commits, _logger) = (path, commits, logger);
        _file = Open(path);
    }

    /// <summary>Gives the present state as payloads when the file is to be written anew; called under the journal's lock.</summary>
    public Func<IEnumerable<byte[]>>? State { get; set; }

    /// <summary>Reads the file from the start, cuts a torn tail, and makes the rest durable before anything relies on it.</summary>
    public void Replay(Action<RequestReader> apply)
    {
        var bytes = File.ReadAllBytes(_path);
        while (TryReadEntry(bytes, _size, out var payload))
        {
            apply(new RequestReader(payload) { Flexible = true });
            _size += HeaderBytes + payload.Length;
        }

        if (_size < bytes.Length)
        {
            Log.TailCut(_logger, _path, bytes.Length - _size, _size);
            RandomAccess.SetLength(_file, _size);
        }

        DurableFile.SyncData(_file);
        DurableFile.SyncDirectory(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Appends entries as one write; the task ends when they are durable.</summary>
    /// <exception cref="IOException">The disk is full; nothing was appended.</exception>
    public Task AppendAsync(params IReadOnlyList<byte[]> payloads)
    {
        var bytes = Encode(payloads);
        lock (_lock)
        {
            try
            {
                RandomAccess.Write(_file, bytes, _size);
            }
            catch (IOException)
            {
                RandomAccess.SetLength(_file, _size);
                throw;
            }

            _size += bytes.Length;
        }

        return _commits.CommitAsync(this);
    }

    public void Sync()
    {
        lock (_lock)
        {
            if (State is not null && _size > MinRewriteBytes && _size > _sizeAfterRewrite * RewriteFactor)
            {
                Rewrite(Encode([.. State()]));
            }
        }

        DurableFile.SyncData(_file);
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static bool TryReadEntry(byte[] bytes, long at, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (bytes.Length - at < HeaderBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan((int)at));
        if (length <= 0 || length > bytes.Length - at - HeaderBytes)
        {
            return false;
        }

        payload = bytes.AsMemory((int)at + HeaderBytes, length);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at + 4)) == Crc32C.Compute(payload.Span);
    }

    private static byte[] Encode(IReadOnlyList<byte[]> payloads)
    {
        var bytes = new byte[payloads.Sum(payload => payload.Length + HeaderBytes)];
        var rest = bytes.AsSpan();
        foreach (var payload in payloads)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, payload.Length);
            BinaryPrimitives.WriteUInt32BigEndian(rest[4..], Crc32C.Compute(payload));
            payload.CopyTo(rest[HeaderBytes..]);
            rest = rest[(HeaderBytes + payload.Length)..];
        }

        return bytes;
    }

    private void Rewrite(byte[] content)
    {
        var temporary = _path + ".new";
        File.Delete(temporary);
        var file = Open(temporary);
        try
        {
            RandomAccess.Write(file, content, 0);
        }
        catch (IOException failure)
        {
            // A full disk: the old file stays, and the next commit tries again.
            Log.RewriteFailed(_logger, _path, failure);
            file.Dispose();
            return;
        }

        DurableFile.Replace(file, temporary, _path);
        _file.Dispose();
        (_file, _size, _sizeAfterRewrite) = (file, content.Length, content.Length);
    }
}
