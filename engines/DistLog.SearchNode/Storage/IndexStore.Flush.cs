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
        await _flushes.WaitAsync(cancel);
        try
        {
            if (!IsDisposed && BeginFlush() is { } flushedSeqNo)
            {
                WriteFlushed(saveMapping, flushedSeqNo);
            }
        }
        finally
        {
            _flushes.Release();
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
        var flushed = _flushing.Sealed;
        var segment = flushed.Count == 0 ? null : WriteSegment(_flushing);
        saveMapping();
        lock (_gate)
        {
            if (IsDisposed)
            {
                return;
            }

            // From here on the blocks on disk stand for those in memory, deletions and all.
            segment?.Wrap((block, number) => flushed[number].MovedTo(block));
            _segments = segment is null ? _segments : [.. _segments, segment];
            _flushing = null;
            _flushedSeqNo = flushedSeqNo;
            GiveBackBuilders();
            RefreshLocked();
        }

        _cache.Remove(flushed.Select(block => block.Block));
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

    /// <summary>Where nothing has come since the flush began, the memory of the next blocks is better used elsewhere.</summary>
    private void GiveBackBuilders()
    {
        if (_buffer.IsEmpty)
        {
            _spares.Clear();
            _buffer = new MemoryBuffer(_cache, _spares, _gate);
        }
    }

    private Segment WriteSegment(MemoryBuffer buffer)
    {
        var blocks = buffer.Sealed;
        var name = NewSegmentName();
        using (var writer = new SegmentWriter(Segment.FileOf(_directory, name), buffer.Templates))
        {
            foreach (var block in blocks)
            {
                writer.Add((MemoryBlock)block.Block);
            }

            writer.Finish();
        }

        WriteIds(name, buffer.Hashes);
        Durable.SyncDirectory(_directory);
        return Segment.Open(_directory, name, _cache, _log);
    }

    private void WriteIds(string name, IReadOnlyList<ulong[]> hashesOfBlocks)
    {
        var count = hashesOfBlocks.Sum(hashes => hashes.Length);
        var (hashes, rows, next) = (new ulong[count], new int[count], 0);
        for (var block = 0; block < hashesOfBlocks.Count; block++)
        {
            hashesOfBlocks[block].CopyTo(hashes, next);
            for (var row = 0; row < hashesOfBlocks[block].Length; row++)
            {
                rows[next++] = (block << BlockLimits.RowBits) | row;
            }
        }

        IdFile.Write(Segment.IdFileOf(_directory, name), hashes, rows);
    }

    private static ulong[] HashesOf(Block block)
    {
        var ids = block.ReadIds().Raw;
        var hashes = new ulong[ids.Rows];
        for (var row = 0; row < hashes.Length; row++)
        {
            hashes[row] = Hash.Of(ids[row]);
        }

        return hashes;
    }

    private string NewSegmentName() => $"s{Interlocked.Increment(ref _nextSegment) - 1:D6}";

    /// <summary>
    /// Puts deletions that the disk doesn't know, and then the list of segments, on the disk. One at a time, and each as things are at one
    /// moment: a merge saves beside a flush.
    /// </summary>
    private void SaveManifest()
    {
        lock (_manifest)
        {
            var (flushedSeqNo, segments, unsaved) = TakeUnsaved();
            foreach (var (segment, dead) in unsaved)
            {
                DeadRows.Save(DeadRows.FileOf(_directory, segment.Name, segment.DeadGeneration + 1), dead);
                segment.DeadGeneration++;
            }

            new Manifest(flushedSeqNo, _nextSegment, [.. _unreadable, .. segments.Select(segment => (segment.Name, segment.DeadGeneration))]).Save(_directory);
            foreach (var (segment, _) in unsaved.Where(entry => entry.Segment.DeadGeneration > 1))
            {
                File.Delete(DeadRows.FileOf(_directory, segment.Name, segment.DeadGeneration - 1));
            }
        }
    }

    /// <summary>The segments, and copies of those of their deletions that aren't saved; they count as saved from here on.</summary>
    private (long FlushedSeqNo, IReadOnlyList<Segment> Segments, List<(Segment Segment, Bits?[] Dead)> Unsaved) TakeUnsaved()
    {
        lock (_gate)
        {
            List<(Segment Segment, Bits?[] Dead)> unsaved = [];
            foreach (var segment in _segments.Where(segment => segment.Blocks.Any(block => block.IsUnsaved)))
            {
                unsaved.Add((segment, [.. segment.Blocks.Select(block => block.Dead?.Copy())]));
                foreach (var block in segment.Blocks)
                {
                    block.IsUnsaved = false;
                }
            }

            return (_flushedSeqNo, _segments, unsaved);
        }
    }
}
