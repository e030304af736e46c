using System.Collections.Concurrent;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Scoring;

/// <summary>
/// The numbers of one index that scores are made of. Each is computed when a score first needs it, never for a search that sorts by a
/// field. As in Lucene, deleted documents count until a merge drops them.
/// </summary>
internal sealed class IndexStatistics(IReadOnlyList<BlockView> views)
{
    /// <summary>
    /// Blocks whose texts are measured: 512 K documents. In a bigger index, every n-th block is; the average of that many hardly moves,
    /// and a first search needn't read every text there is.
    /// </summary>
    private const int MeasuredBlocks = 64;

    private readonly ConcurrentDictionary<string, FieldStatistics> _fields = new(StringComparer.Ordinal);

    public IReadOnlyList<BlockView> Views => views;

    public FieldStatistics Of(FieldRef field) =>
        _fields.TryGetValue(field.Path, out var known) ? known : _fields.GetOrAdd(field.Path, field.Kind == FieldKind.Text ? Measure(field) : Count(field));

    /// <summary>How many documents have a term, as a matcher of it finds.</summary>
    public long Frequency(FieldRef field, string term, Matcher matcher)
    {
        var frequency = 0L;
        foreach (var view in views)
        {
            EvaluationLimits.Check();
            frequency += Readable(() => BlockStatistics.Of(view.Block).Frequency(field, term, () => matcher.Match(view.Block).Count()), 0);
        }

        return frequency;
    }

    private FieldStatistics Measure(FieldRef field)
    {
        var step = Math.Max(1, (views.Count + MeasuredBlocks - 1) / MeasuredBlocks);
        var (measured, all, documents, words) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < views.Count; i++)
        {
            all += views[i].Block.Rows;
            if (i % step == 0)
            {
                EvaluationLimits.Check();
                var block = views[i].Block;
                var lengths = Readable(() => BlockStatistics.Of(block).Lengths(block, field), TextLengths.None);
                measured += views[i].Block.Rows;
                documents += lengths.Documents;
                words += lengths.Words;
            }
        }

        var total = step == 1 ? documents : (long)(documents * ((double)all / Math.Max(1, measured)));
        return new FieldStatistics(Math.Max(1, total), documents == 0 ? 1 : (float)(words / (double)documents));
    }

    private FieldStatistics Count(FieldRef field)
    {
        var (documents, values) = (0L, 0L);
        foreach (var view in views)
        {
            var (present, all) = Readable(() => Count(field, view.Block), default);
            documents += present;
            values += all;
        }

        return new FieldStatistics(Math.Max(1, documents), documents == 0 ? 1 : (float)(values / (double)documents));
    }

    private static (long Documents, long Values) Count(FieldRef field, Block block)
    {
        if (field.ColumnOf(block) is not { } column)
        {
            return default;
        }

        var present = column.PresentRows().Count();
        return (present, column.IsMultiValued ? column.ValueCount : present);
    }

    /// <summary>A damaged block counts for nothing here; the search itself says that it is damaged.</summary>
    private static T Readable<T>(Func<T> read, T damaged)
    {
        try
        {
            return read();
        }
        catch (DamagedDataException)
        {
            return damaged;
        }
    }
}
