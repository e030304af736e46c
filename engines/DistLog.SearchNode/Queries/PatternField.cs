using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary>Queries that test strings one by one: on whole values of keyword fields, on the words of text fields, on nothing else.</summary>
internal static class PatternField
{
    /// <param name="context">The index.</param>
    /// <param name="field">The field.</param>
    /// <param name="query">The query's name.</param>
    /// <param name="pattern">The pattern: one without digits can't tell one digit from another.</param>
    /// <param name="predicate">The test that it makes.</param>
    /// <param name="masked">The test that it makes with each of its digits a <c>0</c>, where that has a meaning.</param>
    public static Matcher Bind(QueryContext context, FieldRef field, string query, string pattern, StringPredicate predicate, StringPredicate? masked = null) => field.Kind switch
    {
        _ when !field.Field.Searchable && field.Kind is FieldKind.Text or FieldKind.Keyword => throw Refuse.QueryShard($"failed to create query: Cannot search on field [{field.Path}] since it is not indexed nor has doc values.", context.Index),
        FieldKind.Text => new TokenPredicateMatcher(field, predicate, DigitMask.HasDigits(pattern) ? masked : predicate)
        {
            CountsCharacters = query == "regexp" || pattern.Contains('?'),
        },
        FieldKind.ConstantKeyword => FieldTerms.Constant(context, field, value => predicate(Encoding.UTF8.GetBytes(value))),
        _ when field.Kind.IsKeyword() => new StringPredicateMatcher(field, predicate),
        _ => throw Refuse.QueryShard($"Can only use {query} queries on keyword, text and wildcard fields - not on [{field.Path}] which is of type [{field.Field.TypeName}]", context.Index),
    };
}
