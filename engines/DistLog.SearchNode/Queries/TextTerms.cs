using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary>Makes the matchers for words and phrases of text fields, with what they weigh.</summary>
internal static class TextTerms
{
    /// <summary>match_only_text keeps neither frequencies nor lengths, so all its matches score 1.</summary>
    private static bool IsScored(FieldRef field) => field.Field.TypeName != "match_only_text";

    public static TokenMatcher Word(QueryContext context, FieldRef field, byte[] token)
    {
        var matcher = new TokenMatcher(field, token);
        matcher.Weight = IsScored(field) ? TermWeight.Of(context.Statistics, field, token, matcher) : null;
        return matcher;
    }

    public static Matcher Phrase(QueryContext context, FieldRef field, Phrase phrase)
    {
        if (phrase is { Tokens: [var only], LastIsPrefix: false })
        {
            return Word(context, field, only);
        }

        var words = phrase.LastIsPrefix ? phrase.Tokens.Take(phrase.Tokens.Count - 1) : phrase.Tokens;
        TermWeight[] weights = [.. words.Select(token => Word(context, field, token).Weight).OfType<TermWeight>()];
        if (phrase.LastIsPrefix && IsScored(field))
        {
            weights = [.. weights, TermExpansion.WeightOfPrefix(context.Statistics, field, phrase.Tokens[^1])];
        }

        return new PhraseMatcher(field, phrase) { Weight = weights.Length == 0 ? null : TermWeight.Sum(weights) };
    }

    /// <summary>A word, or one that is few edits away from it.</summary>
    public static Matcher Fuzzy(QueryContext context, FieldRef field, string word, int edits, FuzzyOptions options) => edits == 0
        ? FieldTerms.Term(context, field, word)
        : new FuzzyMatcher(field, new EditDistance(word, edits, options.PrefixLength, options.Transpositions), new TermExpansion(context.Statistics, field), options.MaxExpansions);
}
