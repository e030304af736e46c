namespace DistLog.Broker.Storage;

internal sealed partial class PartitionLog
{
    /// <summary>
    /// Opens the segments. Closed ones with a whole index are taken as they are; the others and the last are read and checked.
    /// A torn tail of the last is cut; damage in the middle is left in place, counted and passed over by readers.
    /// </summary>
    private void Recover()
    {
        SegmentSwap.Recover(Directory);
        var segments = OpenSegments(LogSegment.List(Directory));
        if (segments.Count == 0)
        {
            segments.Add(new LogSegment(Directory, 0, _config.IndexIntervalBytes));
        }

        _segments = [.. segments];
        _logStartOffset = segments[0].BaseOffset;
        RecoverProducers();
        DurableFile.SyncData(Active.File);
        DurableFile.SyncDirectory(Directory);
    }

    private List<LogSegment> OpenSegments(List<long> offsets)
    {
        var segments = new List<LogSegment>();
        foreach (var offset in offsets)
        {
            var segment = new LogSegment(Directory, offset, _config.IndexIntervalBytes);
            segments.Add(segment);
            if (offset == offsets[^1] || !segment.TryOpenClosed())
            {
                RecoverSegment(segment, isLast: offset == offsets[^1]);
            }
        }

        return segments;
    }

    private void RecoverSegment(LogSegment segment, bool isLast)
    {
        var fileBytes = RandomAccess.GetLength(segment.File);
        var damage = new List<DamagedRange>();
        using var scanner = new BatchScanner(segment.File, 0, fileBytes, segment.BaseOffset);
        ScanStatus status;
        while ((status = scanner.MoveNext()) != ScanStatus.End)
        {
            if (status == ScanStatus.Batch)
            {
                segment.Account(scanner.Position, scanner.Header);
            }
            else if (scanner.Resync())
            {
                damage.Add(new DamagedRange(scanner.Position, scanner.NextPosition));
            }
            else
            {
                break;
            }
        }

        FinishRecovery(segment, fileBytes, scanner.Position, damage, isLast);
    }

    private void FinishRecovery(LogSegment segment, long fileBytes, long end, List<DamagedRange> damage, bool isLast)
    {
        if (end < fileBytes)
        {
            Log.TailCut(_logger, segment.Path, fileBytes - end, end);
        }

        if (damage.Count > 0)
        {
            Log.DamageFound(_logger, segment.Path, damage.Count, damage.Sum(range => range.End - range.Start));
        }

        segment.SetEnd(end, damage);
        if (!isLast)
        {
            DurableFile.SyncData(segment.File);
            segment.Close();
        }
    }

    private void RecoverProducers()
    {
        var first = _segments.Length - 1;
        while (first >= 0 && !ProducerSnapshot.TryRead(Directory, _segments[first].BaseOffset, _producers))
        {
            first--;
        }

        foreach (var segment in _segments.Skip(Math.Max(0, first)))
        {
            AddProducersOf(segment);
        }
    }

    private void AddProducersOf(LogSegment segment)
    {
        using var scanner = new BatchScanner(segment.File, 0, segment.Size, segment.BaseOffset);
        ScanStatus status;
        while ((status = scanner.MoveNext()) == ScanStatus.Batch || (status == ScanStatus.Damaged && scanner.Resync()))
        {
            if (status == ScanStatus.Batch)
            {
                _producers.Add(scanner.Header);
            }
        }
    }
}
