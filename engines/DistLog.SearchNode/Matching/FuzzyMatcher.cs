using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// Rows that have a word (of a keyword field: a value) few edits away from a given one. Matching tests word by word and reads no more
/// than the blocks that the rest of the query leaves; scoring, or a limit of different words, needs the words of the whole index.
/// </summary>
internal sealed class FuzzyMatcher : Matcher
{
    private readonly FieldRef _field;
    private readonly EditDistance _distance;
    private readonly Matcher _any;
    private readonly Lazy<Matcher> _words;
    private readonly bool _isLimited;

    public FuzzyMatcher(FieldRef field, EditDistance distance, TermExpansion expansion, int? limit)
    {
        (_field, _distance, _isLimited) = (field, distance, limit is not null);
        StringPredicate near = distance.Matches;
        _any = field.Kind == FieldKind.Text ? new TokenPredicateMatcher(field, near, distance.HasDigits ? distance.Masked().Matches : near) : new StringPredicateMatcher(field, near);
        _words = new Lazy<Matcher>(() => Expand(expansion, limit ?? TermExpansion.DefaultLimit));
    }

    public override int Cost => 12;

    public override Bits Match(Block block) => _isLimited ? _words.Value.Match(block) : _any.Match(block);

    public override Bits Match(Block block, Bits within) => _isLimited ? _words.Value.Match(block, within) : _any.Match(block, within);

    public override void Score(Block block, Bits rows, float[] scores) => _words.Value.Score(block, rows, scores);

    public override Explanation Explain(Block block, int row) => _words.Value.Explain(block, row);

    public override void Mark(Marks marks) => marks.Add(_field, _distance.Matches);

    /// <summary>The nearest words; equally near ones in order of their bytes. Each counts by how near it is, and all as if they were as common as the most common.</summary>
    private BoolMatcher Expand(TermExpansion expansion, int limit)
    {
        var near = expansion.Find(_distance.Matches).Select(word => (Word: word, Similarity: _distance.Similarity(word)))
            .OrderByDescending(near => near.Similarity).Take(limit).ToArray();
        var matchers = near.Select(word => (Matcher: MatcherOf(word.Word), word.Similarity)).ToArray();
        var common = new Lazy<long>(() => matchers.Max(word => expansion.Statistics.Frequency(_field, word.Matcher.ToString()!, word.Matcher)));
        foreach (var (matcher, _) in matchers)
        {
            Weigh(matcher, TermWeight.Blended(expansion.Statistics, _field, common));
        }

        return new BoolMatcher([], [], [.. matchers.Select(word => word.Similarity == 1 ? word.Matcher : new BoostMatcher(word.Matcher, word.Similarity, constant: false))], [], 1);
    }

    private Matcher MatcherOf(byte[] word) => _field.Kind == FieldKind.Text ? new TokenMatcher(_field, word) : new StringTermsMatcher(_field, [word]);

    private static void Weigh(Matcher matcher, TermWeight weight)
    {
        if (matcher is TokenMatcher token)
        {
            token.Weight = weight;
        }
        else if (matcher is StringTermsMatcher value)
        {
            value.Weight = weight;
        }
    }
}
