using System.Globalization;
using System.Text;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary>The documents of one group of a collapsed search: those with its value, or those without any.</summary>
internal sealed class GroupQuery(string field, object? value) : Query
{
    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return value is null ? AllMatcher.Instance : NoneMatcher.Instance;
        }

        return value switch
        {
            null => new BoolMatcher([], [], [], [new ExistsMatcher([found])], 0),
            string text => new StringTermsMatcher(found, [Encoding.UTF8.GetBytes(text)]),
            double number => new DoubleRangeMatcher(found, number, number),
            long number when found.Kind.HasLongs() => new LongRangeMatcher(found, number, number),
            _ => FieldTerms.Term(context, found, Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
    }
}
