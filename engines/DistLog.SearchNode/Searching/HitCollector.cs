using System.Numerics;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>Keeps the first documents of a search by its sort keys.</summary>
internal sealed class HitCollector
{
    private readonly SearchRequest _request;
    private readonly SortOrder _order;
    private readonly TopHits _top;
    private SortValue[]? _after;
    private volatile Worst? _worst;

    public HitCollector(SearchRequest request)
    {
        _request = request;
        _order = new SortOrder(request.Sort.Count == 0 ? [new SortField { Name = SortField.Score, Descending = true }] : request.Sort);
        _top = request.Collapse is null ? new TopHits(_order, request.From + request.Size) : new CollapsedHits(_order, request.From + request.Size);
    }

    public SortOrder Order => _order;

    /// <summary>False where no hits are asked for at all.</summary>
    public bool Wanted => _request.From + _request.Size > 0;

    public float MaxScore { get; private set; } = float.NegativeInfinity;

    /// <summary>Reads the request's <c>search_after</c> by the types of the first index's fields.</summary>
    public void Begin(SortReader[] readers) => _after ??= _request.SearchAfter is null
        ? null
        : [.. _request.SearchAfter.Select((value, key) => _order.Fields[key].ParseAfter(value, readers[key].Kind, readers[key].Field))];

    /// <summary>The page: without those before it.</summary>
    public Hit[] Drain()
    {
        var hits = _top.Drain();
        return _request.From < hits.Length ? hits[_request.From..] : [];
    }

    /// <summary>
    /// True where a block has nothing better than what is found already. Any thread may ask, also while rows are collected: the hits only
    /// ever get better, so what is out stays out.
    /// </summary>
    public bool IsPassed(Block block, SortReader[] readers)
    {
        if (!Wanted)
        {
            return true;
        }

        if (_worst is not { } worst || readers[0].Field is not { } field || !field.Kind.HasLongs() || block.Bounds(field.Field) is not { } bounds)
        {
            return false;
        }

        return _order.Fields[0].Descending ? bounds.High < worst.Key : bounds.Low > worst.Key;
    }

    /// <summary>Takes the rows of a block; <paramref name="document"/> is the number of its first row among all documents searched.</summary>
    public void Collect(ResolvedIndex target, Block block, Bits rows, float[]? scores, SortReader[] readers, long document)
    {
        NoteScores(rows, scores);
        if (IsPassed(block, readers))
        {
            return;
        }

        var page = new BlockRows(target, block, scores, readers, document) { Groups = _request.Collapse is { } collapse ? GroupReader.Of(collapse.Field, target.Index, block) : null };
        if (page.FirstLongs is { } longs)
        {
            CollectByLongs(page, longs, rows);
        }
        else
        {
            CollectEach(page, rows);
        }

        _worst = WorstOf();
    }

    private void NoteScores(Bits rows, float[]? scores)
    {
        if (scores is null)
        {
            return;
        }

        for (var row = 0; row < scores.Length; row++)
        {
            MaxScore = rows[row] ? Math.Max(MaxScore, scores[row]) : MaxScore;
        }
    }

    /// <summary>Only the usual order can be told from a block's bounds: by whole numbers, what has none last.</summary>
    private Worst? WorstOf()
    {
        var first = _order.Fields[0];
        return _top is { IsFull: true, Worst: { } worst } && worst.Keys[0].Kind == SortValueKind.Long && !first.IsDocument && !first.MissingFirst && first.MissingValue is null
            ? new Worst(worst.Keys[0].AsLong)
            : null;
    }

    private void CollectEach(BlockRows page, Bits rows)
    {
        for (var word = 0; word < rows.Words.Length; word++)
        {
            for (var left = rows.Words[word]; left != 0; left &= left - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(left);
                var first = page.Key(0, row);
                // Most documents lose by their first key; they cost no memory.
                if (!_top.IsFull || _order.Compare(0, first, _top.Worst!.Keys[0]) <= 0)
                {
                    Add(page, row, first);
                }
            }
        }
    }

    /// <summary>
    /// The same where the first key is a whole number that every row has once. Turned round for descending order, so that a smaller one
    /// always comes first; and from the end, since the latest documents mostly stand there.
    /// </summary>
    private void CollectByLongs(BlockRows page, long[] numbers, Bits rows)
    {
        var turn = _order.Fields[0].Descending ? -1L : 0L;
        var last = _top.IsFull ? _top.Worst!.Keys[0].AsLong ^ turn : long.MaxValue;
        var first = (_request.AfterHit?.Keys ?? _after) is { } after && after[0].Kind == SortValueKind.Long ? after[0].AsLong ^ turn : long.MinValue;
        for (var i = 0; i < rows.Words.Length; i++)
        {
            var word = turn == 0 ? i : rows.Words.Length - 1 - i;
            for (var left = rows.Words[word]; left != 0;)
            {
                var bit = turn == 0 ? BitOperations.TrailingZeroCount(left) : 63 - BitOperations.LeadingZeroCount(left);
                left &= ~(1UL << bit);
                var row = (word << 6) + bit;
                var key = numbers[row] ^ turn;
                if (key > last || key < first)
                {
                    continue;
                }

                Add(page, row, SortValue.Of(numbers[row]));
                last = _top.IsFull ? _top.Worst!.Keys[0].AsLong ^ turn : last;
            }
        }
    }

    private void Add(BlockRows page, int row, in SortValue first)
    {
        var keys = new SortValue[_order.Fields.Count];
        keys[0] = first;
        for (var key = 1; key < keys.Length; key++)
        {
            keys[key] = page.Key(key, row);
        }

        if (IsAfter(keys, page.Document + row))
        {
            _top.Add(page.Hit(row, keys));
        }
    }

    /// <summary>Whether the document comes after the page before: by its keys, and for a scroll, where they are equal, by its place.</summary>
    private bool IsAfter(SortValue[] keys, long document)
    {
        if (_request.AfterHit is { } last)
        {
            var order = _order.Compare(keys, last.Keys);
            return order > 0 || (order == 0 && document > last.Document);
        }

        return _after is null || _order.Compare(keys, _after) > 0;
    }

    /// <summary>The first key of the last hit on the full page.</summary>
    private sealed record Worst(long Key);

    /// <summary>A block's rows with the columns of their sort keys; those after the first are read only when a row gets that far.</summary>
    private sealed class BlockRows(ResolvedIndex target, Block block, float[]? scores, SortReader[] readers, long document)
    {
        private readonly Column?[] _columns = new Column?[readers.Length];
        private readonly bool[] _read = new bool[readers.Length];

        /// <summary>The values that hits are collapsed by.</summary>
        public GroupReader? Groups { get; init; }

        public long Document => document;

        /// <summary>The first key's numbers, where each row has exactly one.</summary>
        public long[]? FirstLongs => ColumnOf(0) is LongColumn { Present: null, Starts: null } column ? column.Numbers : null;

        public SortValue Key(int key, int row) => readers[key].Read(ColumnOf(key), row, scores?[row] ?? 0, document + row);

        public Hit Hit(int row, SortValue[] keys) =>
            new() { Target = target, Block = block, Row = row, Document = document + row, Score = scores?[row] ?? 0, Keys = keys, Group = Groups?.Of(row) };

        private Column? ColumnOf(int key)
        {
            if (!_read[key])
            {
                (_columns[key], _read[key]) = (readers[key].ColumnOf(block), true);
            }

            return _columns[key];
        }
    }
}
