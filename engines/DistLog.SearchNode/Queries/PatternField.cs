using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary>Queries that test strings one by one: on whole values of keyword fields, on the words of text fields, on nothing else.</summary>
internal static class PatternField
{
    public static Matcher Bind(QueryContext context, FieldRef field, string query, StringPredicate predicate) => field.Kind switch
    {
        FieldKind.Text => new TokenPredicateMatcher(field, predicate),
        FieldKind.ConstantKeyword => FieldTerms.Constant(context, field, value => predicate(Encoding.UTF8.GetBytes(value))),
        _ when field.Kind.IsKeyword() => new StringPredicateMatcher(field, predicate),
        _ => throw Refuse.QueryShard($"Can only use {query} queries on keyword, text and wildcard fields - not on [{field.Path}] which is of type [{field.Field.TypeName}]", context.Index),
    };
}
