using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Scoring;

namespace DistLog.SearchNode.Queries;

/// <summary>
/// <c>multi_match</c> of type cross_fields: the text fields are looked at as one big field. Each word must, or should, be in any of them,
/// and counts as common as it is in the field where it is most common.
/// </summary>
internal static class CrossFields
{
    public static Matcher Bind(QueryContext context, IReadOnlyList<(FieldRef Field, float Boost)> targets, string text, float tieBreaker, MatchOptions options)
    {
        var texts = targets.Where(target => target.Field.Kind == FieldKind.Text).ToArray();
        var others = targets.Where(target => target.Field.Kind != FieldKind.Text)
            .Select(target => BoostMatcher.Of(MatchQuery.Whole(context, target.Field, text, options), target.Boost));
        Matcher[] words = texts.Length == 0 ? [] : [.. Analyzers.Tokens(options.Analyzer, text).Select(token => Word(context, texts, token, tieBreaker))];
        Matcher? together = words switch
        {
            [] => null,
            [var only] => only,
            _ when options.RequireAll => new BoolMatcher(words, [], [], [], 0),
            _ => new BoolMatcher([], [], words, [], Math.Max(1, MinimumShouldMatch.Of(options.MinimumShouldMatch, words.Length, 1))),
        };
        return DisMaxMatcher.Of([.. together is null ? [] : new[] { together }, .. others], tieBreaker);
    }

    private static Matcher Word(QueryContext context, (FieldRef Field, float Boost)[] fields, byte[] token, float tieBreaker)
    {
        var words = fields.Select(target => (Matcher: TextTerms.Word(context, target.Field, token), target.Field, target.Boost)).ToArray();
        var common = new Lazy<long>(() => words.Max(word => TermWeight.Of(context.Statistics, word.Field, token, word.Matcher).Frequency));
        foreach (var word in words.Where(word => word.Matcher.Weight is not null))
        {
            word.Matcher.Weight = TermWeight.Blended(context.Statistics, word.Field, common);
        }

        return DisMaxMatcher.Of([.. words.Select(word => BoostMatcher.Of(word.Matcher, word.Boost))], tieBreaker);
    }
}
