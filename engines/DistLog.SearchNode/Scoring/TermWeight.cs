using System.Text;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Scoring;

/// <summary>What the words of a clause weigh in one index; found out at the first score.</summary>
internal sealed class TermWeight
{
    private readonly Lazy<(FieldStatistics Field, float Weight, long Frequency)> _numbers;

    private TermWeight(Func<(FieldStatistics, float, long)> numbers) => _numbers = new(numbers);

    public FieldStatistics Field => _numbers.Value.Field;

    /// <summary>The weight: the sum of the words' inverse document frequencies.</summary>
    public float Idf => _numbers.Value.Weight;

    /// <summary>The documents that have the word; of several words, those that have the last.</summary>
    public long Frequency => _numbers.Value.Frequency;

    /// <summary>The weight of a clause that finds one term.</summary>
    public static TermWeight Of(IndexStatistics statistics, FieldRef field, ReadOnlyMemory<byte> term, Matcher matcher) => new(() =>
    {
        var numbers = statistics.Of(field);
        var frequency = statistics.Frequency(field, Encoding.UTF8.GetString(term.Span), matcher);
        return (numbers, Bm25.Idf(Math.Max(frequency, numbers.Documents), frequency), frequency);
    });

    /// <summary>The weight of a term that is as common as the most common one of its kin: the same word in other fields, or one spelled alike.</summary>
    public static TermWeight Blended(IndexStatistics statistics, FieldRef field, Lazy<long> frequency) => new(() =>
    {
        var numbers = statistics.Of(field);
        return (numbers, Bm25.Idf(Math.Max(frequency.Value, numbers.Documents), frequency.Value), frequency.Value);
    });

    /// <summary>A weight that is itself found out at the first score.</summary>
    public static TermWeight Lazily(Func<TermWeight> weight) => new(() => weight()._numbers.Value);

    /// <summary>The weight of words that are found together.</summary>
    public static TermWeight Sum(IReadOnlyList<TermWeight> weights) => new(() => (weights[0].Field, weights.Sum(weight => weight.Idf), weights[^1].Frequency));
}
