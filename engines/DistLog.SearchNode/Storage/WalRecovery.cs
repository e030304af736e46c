using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage;

/// <summary>Reads the log's files after a start: whole records are replayed, a torn tail is cut off, damage in the middle is stepped over and told.</summary>
internal static class WalRecovery
{
    public delegate void Replay(in WalRecord record, int file);

    /// <summary>Replays all files in order and returns the number for the next one.</summary>
    public static int Run(string directory, Replay replay, ILogger log)
    {
        var files = Directory.EnumerateFiles(directory, "*.wal")
            .Select(path => (Path: path, Number: int.TryParse(Path.GetFileNameWithoutExtension(path), out var number) ? number : -1))
            .Where(file => file.Number >= 0)
            .OrderBy(file => file.Number)
            .ToArray();
        foreach (var (path, number) in files)
        {
            ReplayFile(path, number, replay, log);
        }

        return files.Length == 0 ? 1 : files[^1].Number + 1;
    }

    private static void ReplayFile(string path, int number, Replay replay, ILogger log)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[RandomAccess.GetLength(file)];
        var length = RandomAccess.Read(file, bytes, 0);
        var content = bytes.AsSpan(0, length);
        if (length < WriteAheadLog.HeaderSize)
        {
            Log.WalTornTail(log, path, 0, length);
            return;
        }

        var header = content[..WriteAheadLog.HeaderSize];
        if (!header.SequenceEqual(WriteAheadLog.Header) && !header.SequenceEqual(WriteAheadLog.HeaderOfVersion1))
        {
            throw new InvalidDataException($"{path} is not a write-ahead log of format 1 or 2. It was written by another version, or it is damaged: move it away to start without its writes.");
        }

        var end = ReplayRecords(content, path, number, replay, log);
        if (end < length)
        {
            Log.WalTornTail(log, path, end, length - end);
            Truncate(file, end);
        }
    }

    /// <summary>Replays what can be read and returns where the last good record ends.</summary>
    private static int ReplayRecords(ReadOnlySpan<byte> content, string path, int number, Replay replay, ILogger log)
    {
        var at = WriteAheadLog.HeaderSize;
        while (at < content.Length)
        {
            if (WalRecord.TryRead(content[at..], out var record, out var size))
            {
                replay(record, number);
                at += size;
                continue;
            }

            var next = FindNext(content, at + 1);
            if (next < 0)
            {
                return at;
            }

            Log.WalDamaged(log, path, at, next - at);
            at = next;
        }

        return at;
    }

    private static int FindNext(ReadOnlySpan<byte> content, int from)
    {
        for (var at = from; at < content.Length - WalRecord.FrameSize; at++)
        {
            if (WalRecord.TryRead(content[at..], out _, out _))
            {
                return at;
            }
        }

        return -1;
    }

    private static void Truncate(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        // What is served from here on must survive the next crash too.
        Durable.SyncData(file);
    }
}
