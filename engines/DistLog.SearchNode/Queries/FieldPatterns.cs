using System.Globalization;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Queries;

/// <summary>Lists of fields with patterns and boosts: <c>message^2</c>, <c>error_details.*</c>.</summary>
internal static class FieldPatterns
{
    /// <summary>Each field once; named by several patterns, its boosts are multiplied, as in Elasticsearch.</summary>
    public static IReadOnlyList<(FieldRef Field, float Boost)> Expand(QueryContext context, IReadOnlyList<string> patterns)
    {
        var boosts = new Dictionary<string, (FieldRef Field, float Boost)>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var caret = pattern.IndexOf('^', StringComparison.Ordinal);
            var boost = caret < 0 ? 1 : float.TryParse(pattern.AsSpan(caret + 1), CultureInfo.InvariantCulture, out var parsed)
                ? parsed
                : throw Refuse.IllegalArgument($"For input string: \"{pattern[(caret + 1)..]}\"");
            foreach (var field in FieldsOf(context, caret < 0 ? pattern : pattern[..caret]))
            {
                boosts[field.Path] = (field, boost * (boosts.TryGetValue(field.Path, out var known) ? known.Boost : 1));
            }
        }

        return [.. boosts.Values];
    }

    private static IEnumerable<FieldRef> FieldsOf(QueryContext context, string name) => name.Contains('*')
        ? context.Fields(name).Where(field => field.Field.Searchable && field.Kind != FieldKind.Binary)
        : context.Fields(name);
}
