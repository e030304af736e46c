using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Counts the terms of a bucket; those of the background are counted once for all buckets.</summary>
internal sealed class SignificantTermsCollector(SignificantTermsAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly TermsCollector _terms = new(aggregation.Terms, scope);
    private readonly BackgroundTerms _background = scope.Whole(aggregation, () => new BackgroundTerms(aggregation.Terms, scope.Now, aggregation.Background));
    private long _size;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        if (block.Index.Field(aggregation.Terms.Source.Field) is { } field && field.Kind.IsFractional())
        {
            throw Refuse.IllegalArgument("No support for examining floating point numerics");
        }

        _size += rows.Length;
        _terms.Collect(block, rows);
    }

    public override IAggregationResult Finish()
    {
        var found = _terms.Beside(_background.Terms)
            .Where(term => term.Bucket.Count >= aggregation.MinDocCount)
            .Select(term => (Term: term, Score: aggregation.Significance.Of(term.Bucket.Count, _size, term.Background, _background.Count)))
            .Where(term => term.Score > 0)
            .OrderByDescending(term => term.Score).ThenByDescending(term => term.Term.Bucket.Count).ThenBy(term => term.Term.Key.Name, StringComparer.Ordinal)
            .Take(aggregation.Size).ToList();
        scope.Budget.Write(found.Count);
        var buckets = found.ConvertAll(term => term.Term.Bucket.Finish(new SignificantKey(term.Term.Key, term.Score, term.Term.Background)));
        return new BucketsResult($"sig{_terms.TypeLetter}terms", buckets)
        {
            WriteBefore = writer =>
            {
                writer.WriteNumber("doc_count", _size);
                writer.WriteNumber("bg_count", _background.Count);
            },
            WriteInside = (writer, bucket) => ((SignificantKey)bucket.Key).WriteScore(writer),
        };
    }

    /// <summary>A term, with what makes it significant.</summary>
    private sealed class SignificantKey(BucketKey key, double score, long background) : BucketKey
    {
        public override string Name => key.Name;

        public override double Number => key.Number;

        public override void Write(Utf8JsonWriter writer, bool keyed) => key.Write(writer, keyed);

        public void WriteScore(Utf8JsonWriter writer)
        {
            Numbers.Write(writer, "score", score);
            writer.WriteNumber("bg_count", background);
        }
    }
}
