using System.Diagnostics;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>Turning the buffer into a segment.</summary>
internal sealed partial class IndexStore
{
    private long _flushingSeqNo;

    /// <summary>
    /// Writes what is in memory to disk. <paramref name="saveMapping"/> is called before the manifest: the mapping that the documents have
    /// brought about must not be younger on disk than they are.
    /// </summary>
    public async Task FlushAsync(Action saveMapping, CancellationToken cancel)
    {
        await _maintenance.WaitAsync(cancel);
        try
        {
            if (!IsDisposed && BeginFlush() is { } flushedSeqNo)
            {
                WriteFlushed(saveMapping, flushedSeqNo);
            }
        }
        finally
        {
            _maintenance.Release();
        }
    }

    /// <summary>Sets the buffer aside; null where there is nothing to write.</summary>
    private long? BeginFlush()
    {
        lock (_gate)
        {
            if (_firstWalFile == int.MaxValue && _flushing is null)
            {
                return null;
            }

            // A flush that failed has left its buffer; it goes first, and what came since waits for the next one.
            if (_flushing is null)
            {
                _buffer.Close();
                (_flushing, _buffer) = (_buffer, new MemoryBuffer(_cache, _spares, _gate));
                (_flushingFirstWalFile, _firstWalFile) = (_firstWalFile, int.MaxValue);
                _flushingSeqNo = _seqNo;
            }

            return _flushingSeqNo;
        }
    }

    private void WriteFlushed(Action saveMapping, long flushedSeqNo)
    {
        var start = Stopwatch.GetTimestamp();
        _flushing!.Encode();
        var segment = _flushing.Sealed.Count == 0 ? null : WriteSegment(_flushing.Sealed, _flushing.Templates);
        saveMapping();
        lock (_gate)
        {
            if (IsDisposed)
            {
                return;
            }

            _segments = segment is null ? _segments : [.. _segments, segment];
            _flushing = null;
            _flushedSeqNo = flushedSeqNo;
            RefreshLocked();
            if (_buffer.IsEmpty)
            {
                // Nothing has come since: the memory is better used elsewhere.
                _spares.Clear();
            }
        }

        SaveManifest();
        lock (_gate)
        {
            _flushingFirstWalFile = int.MaxValue;
        }

        if (segment is not null)
        {
            Log.SegmentWritten(_log, Name, segment.Name, segment.Rows, segment.SizeOnDisk, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private Segment WriteSegment(IReadOnlyList<BlockRef> blocks, TemplateSet templates)
    {
        var name = $"s{_nextSegment++:D6}";
        using (var writer = new SegmentWriter(Segment.FileOf(_directory, name), templates))
        {
            foreach (var block in blocks)
            {
                writer.Add((MemoryBlock)block.Block);
            }

            writer.Finish();
        }

        WriteIds(name, blocks.Select(block => block.Block).ToArray());
        Durable.SyncDirectory(_directory);
        // From here on the blocks on disk stand for those in memory, deletions and all.
        return Segment.Open(_directory, name, _cache, _log, (block, number) => blocks[number].MovedTo(block));
    }

    private void WriteIds(string name, IReadOnlyList<Block> blocks)
    {
        var count = blocks.Sum(block => block.Rows);
        var (hashes, rows, next) = (new ulong[count], new int[count], 0);
        for (var block = 0; block < blocks.Count; block++)
        {
            var ids = blocks[block].Ids.Raw;
            for (var row = 0; row < ids.Rows; row++)
            {
                hashes[next] = Hash.Of(ids[row]);
                rows[next++] = (block << BlockLimits.RowBits) | row;
            }
        }

        IdFile.Write(Segment.IdFileOf(_directory, name), hashes, rows);
    }

    /// <summary>Puts deletions that the disk doesn't know, and then the list of segments, on the disk.</summary>
    private void SaveManifest()
    {
        List<(Segment Segment, Bits?[] Dead)> unsaved = [];
        lock (_gate)
        {
            foreach (var segment in _segments.Where(segment => segment.Blocks.Any(block => block.IsUnsaved)))
            {
                unsaved.Add((segment, [.. segment.Blocks.Select(block => block.Dead?.Copy())]));
                foreach (var block in segment.Blocks)
                {
                    block.IsUnsaved = false;
                }
            }
        }

        foreach (var (segment, dead) in unsaved)
        {
            DeadRows.Save(DeadRows.FileOf(_directory, segment.Name, segment.DeadGeneration + 1), dead);
            segment.DeadGeneration++;
        }

        new Manifest(_flushedSeqNo, _nextSegment, [.. _unreadable, .. _segments.Select(segment => (segment.Name, segment.DeadGeneration))]).Save(_directory);
        foreach (var (segment, _) in unsaved.Where(entry => entry.Segment.DeadGeneration > 1))
        {
            File.Delete(DeadRows.FileOf(_directory, segment.Name, segment.DeadGeneration - 1));
        }
    }
}
