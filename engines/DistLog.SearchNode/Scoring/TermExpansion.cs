using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Scoring;

/// <summary>Finds the different words of a field, over all the index, that pass a test. It reads every text, so only scores ask for it.</summary>
internal sealed class TermExpansion(IndexStatistics statistics, FieldRef field)
{
    /// <summary>Terms that a pattern stands for at most, as in Lucene.</summary>
    public const int DefaultLimit = 50;

    public IndexStatistics Statistics => statistics;

    /// <summary>The terms in order of their bytes.</summary>
    public IReadOnlyList<byte[]> Find(StringPredicate test)
    {
        var seen = new Utf8Map<bool>();
        var found = new List<byte[]>();
        foreach (var view in statistics.Views)
        {
            EvaluationLimits.Check();
            if (TextValues.Of(field.ColumnOf(view.Block), fold: field.Kind == FieldKind.Text) is { } text)
            {
                for (var value = 0; value < text.Count; value++)
                {
                    Take(text.OfDistinct(value), test, seen, found);
                }
            }
        }

        found.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return found;
    }

    /// <summary>What the words of a prefix weigh together, as part of a phrase.</summary>
    public static TermWeight WeightOfPrefix(IndexStatistics statistics, FieldRef field, byte[] prefix)
    {
        var words = new Lazy<TermWeight[]>(() =>
        [
            .. new TermExpansion(statistics, field).Find(word => word.StartsWith(prefix)).Take(DefaultLimit)
                .Select(word => TermWeight.Of(statistics, field, word, new TokenMatcher(field, word))),
        ]);
        return TermWeight.Lazily(() => words.Value.Length == 0 ? TermWeight.Blended(statistics, field, new Lazy<long>(0L)) : TermWeight.Sum(words.Value));
    }

    private void Take(ReadOnlySpan<byte> text, StringPredicate test, Utf8Map<bool> seen, List<byte[]> found)
    {
        if (field.Kind != FieldKind.Text)
        {
            TakeTerm(text, test, seen, found);
            return;
        }

        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            TakeTerm(tokenizer.Current, test, seen, found);
        }
    }

    private static void TakeTerm(ReadOnlySpan<byte> term, StringPredicate test, Utf8Map<bool> seen, List<byte[]> found)
    {
        if (test(term) && !seen.TryGet(term, out _))
        {
            var copy = term.ToArray();
            seen.Set(copy, true);
            found.Add(copy);
        }
    }
}
