using System.Globalization;

namespace DistLog.Broker.Storage;

/// <summary>
/// Puts one compacted file in the place of several segments, so that a crash at any moment leaves either the old or the new.
/// The finished file is first renamed to FIRST-END.swap (the offsets that it replaces); from then on the swap will happen, now or
/// at the next start: the segments within the range go, then the file takes the first one's name.
/// </summary>
internal static class SegmentSwap
{
    private const string CleanedSuffix = ".cleaned";
    private const string SwapSuffix = ".swap";

    public static string CleanedPath(string directory, long firstOffset) =>
        Path.Combine(directory, LogSegment.FileName(firstOffset) + CleanedSuffix);

    /// <summary>Makes the synced file the only one for the offsets from <paramref name="firstOffset"/> up to <paramref name="endOffset"/>.</summary>
    public static void Commit(string directory, string cleanedPath, long firstOffset, long endOffset)
    {
        var swap = Path.Combine(directory, $"{LogSegment.FileName(firstOffset)}-{LogSegment.FileName(endOffset)}{SwapSuffix}");
        File.Move(cleanedPath, swap, overwrite: true);
        DurableFile.SyncDirectory(directory);
        Finish(directory, swap);
    }

    /// <summary>Ends what a crash cut short: unfinished files go, finished ones are put in place.</summary>
    public static void Recover(string directory)
    {
        foreach (var cleaned in Directory.EnumerateFiles(directory, "*" + CleanedSuffix))
        {
            File.Delete(cleaned);
        }

        foreach (var swap in Directory.GetFiles(directory, "*" + SwapSuffix))
        {
            Finish(directory, swap);
        }
    }

    private static void Finish(string directory, string swap)
    {
        var range = Path.GetFileNameWithoutExtension(swap).Split('-');
        var first = long.Parse(range[0], CultureInfo.InvariantCulture);
        var end = long.Parse(range[1], CultureInfo.InvariantCulture);
        LogSegment.DeleteIndex(directory, first);
        foreach (var replaced in LogSegment.List(directory).Where(offset => offset > first && offset < end))
        {
            LogSegment.Delete(directory, replaced);
            ProducerSnapshot.Delete(directory, replaced);
        }

        File.Move(swap, LogSegment.PathFor(directory, first), overwrite: true);
        DurableFile.SyncDirectory(directory);
    }
}
