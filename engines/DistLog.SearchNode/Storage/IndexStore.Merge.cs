using System.Diagnostics;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>Making few segments of many. Full blocks are copied as they are; half-empty ones are made anew from their documents.</summary>
internal sealed partial class IndexStore
{
    /// <summary>
    /// Merges segments of like size where there are enough of them, or, if asked, all; <paramref name="room"/> is how many bytes that may
    /// take before the old files go. True where it did something.
    /// </summary>
    /// <exception cref="ElasticsearchException">429: all were asked for, and there is too little room.</exception>
    public async Task<bool> MergeAsync(Action<ReadOnlyMemory<byte>, DocumentParser> parse, bool all, long room, CancellationToken cancel)
    {
        await _merges.WaitAsync(cancel);
        try
        {
            var chosen = all ? (_segments.Count > 1 || HasDead(_segments) ? _segments : []) : MergePolicy.Choose(_segments);
            if (IsDisposed || chosen.Count == 0 || !HasRoom(chosen, room, all))
            {
                return false;
            }

            Merge(chosen, parse, cancel);
            return true;
        }
        finally
        {
            _merges.Release();
        }
    }

    private static bool HasRoom(IReadOnlyList<Segment> segments, long room, bool isAskedFor)
    {
        var needed = segments.Sum(segment => segment.SizeOnDisk);
        return needed <= room || (isAskedFor
            ? throw Refuse.TooManyRequests($"a merge may take {needed >> 20} MiB of disk, and {Math.Max(0, room) >> 20} MiB are free beyond SearchNode:MinimumFreeMegabytes")
            : false);
    }

    private static bool HasDead(IReadOnlyList<Segment> segments) => segments.Any(segment => segment.Blocks.Any(block => block.Dead is not null));

    private void Merge(IReadOnlyList<Segment> sources, Action<ReadOnlyMemory<byte>, DocumentParser> parse, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var name = NewSegmentName();
        var moves = WriteMerged(name, sources, parse, cancel);
        var hasDocuments = moves.Blocks.Count > 0;
        if (hasDocuments)
        {
            WriteIds(name, [.. moves.Blocks.Select(HashesOf)]);
            Durable.SyncDirectory(_directory);
        }

        // Where everything was deleted, nothing takes the sources' place.
        var merged = hasDocuments ? Segment.Open(_directory, name, _cache, _log) : null;
        lock (_gate)
        {
            if (IsDisposed)
            {
                return;
            }

            // What was deleted while the merge went on is carried over only now, under the lock.
            merged?.Wrap(moves.DeletionsOf);
            _segments = [.. _segments.Where(segment => !sources.Contains(segment)), .. merged is null ? Array.Empty<Segment>() : [merged]];
            RefreshLocked();
        }

        _cache.Remove(sources.SelectMany(segment => segment.Blocks).Select(block => block.Block));
        SaveManifest();
        Remove([.. sources.Select(segment => segment.Name), .. merged is null ? [name] : Array.Empty<string>()]);
        Log.SegmentsMerged(_log, Name, sources.Count, name, merged?.Rows ?? 0, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private MergeMoves WriteMerged(string name, IReadOnlyList<Segment> sources, Action<ReadOnlyMemory<byte>, DocumentParser> parse, CancellationToken cancel)
    {
        var moves = new MergeMoves();
        using var writer = new SegmentWriter(Segment.FileOf(_directory, name), new TemplateSet());
        var rebuilt = new BlockBuilder();
        var parser = new DocumentParser { KeepsAll = true };
        foreach (var block in sources.SelectMany(segment => segment.Blocks))
        {
            cancel.ThrowIfCancellationRequested();
            var disk = (DiskBlock)block.Block;
            if (MergePolicy.IsWorthKeeping(block) && writer.TryCopy(disk))
            {
                moves.Copied(block, disk);
                continue;
            }

            var live = LiveRows(block);
            var (ids, seqNos, versions, documents) = (disk.Ids, disk.SeqNos, disk.Versions, disk.Sources());
            var routing = disk.Column(SystemFields.Routing) as StringColumn;
            foreach (var row in live)
            {
                if (rebuilt.IsFull)
                {
                    Close(writer, rebuilt, moves);
                    rebuilt = new BlockBuilder();
                }

                parser.Begin(RoutingOf(routing, row));
                var document = documents[row];
                parse(document, parser);
                var target = rebuilt.Append(ids[row], seqNos.Numbers[row], versions.Numbers[row], document.Span, parser);
                moves.Moved.Add((block, row, target));
            }
        }

        Close(writer, rebuilt, moves);
        writer.Finish();
        return moves;
    }

    private static ReadOnlySpan<byte> RoutingOf(StringColumn? column, int row)
    {
        if (column is null || !column.Has(row))
        {
            return default;
        }

        column.Values(row, out var value, out _);
        return column[value];
    }

    private void Close(SegmentWriter writer, BlockBuilder rebuilt, MergeMoves moves)
    {
        if (rebuilt.Rows == 0)
        {
            return;
        }

        var block = rebuilt.Seal(writer.Templates, _cache);
        writer.Add(block);
        moves.Rebuilt(block);
    }

    private List<int> LiveRows(BlockRef block)
    {
        var rows = new List<int>();
        lock (_gate)
        {
            for (var row = 0; row < block.Block.Rows; row++)
            {
                if (!block.IsDead(row))
                {
                    rows.Add(row);
                }
            }
        }

        return rows;
    }

    /// <summary>Unlinks the files; searches that are under way keep reading them until they are done.</summary>
    private void Remove(IReadOnlyList<string> segments)
    {
        foreach (var segment in segments)
        {
            foreach (var path in Directory.EnumerateFiles(_directory, segment + ".*"))
            {
                File.Delete(path);
            }
        }
    }
}
