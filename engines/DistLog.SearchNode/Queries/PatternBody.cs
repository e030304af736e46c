using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>What prefix, wildcard and regexp are given: a field, a pattern, and whether case matters.</summary>
internal readonly record struct PatternBody(string Field, string Pattern, bool IgnoreCase)
{
    /// <param name="query">The query's name.</param>
    /// <param name="body">The query's body.</param>
    /// <param name="alias">Another name of the option <c>value</c>, where there is one.</param>
    /// <param name="ignored">Options of Elasticsearch that change how it computes, but not what it finds.</param>
    public static PatternBody Parse(string query, JsonElement body, string? alias, params ReadOnlySpan<string> ignored)
    {
        var (field, options) = FieldBody.Parse(query, body);
        string? pattern = null;
        var ignoreCase = false;
        foreach (var (name, value) in options)
        {
            if (name == "value" || name == alias)
            {
                pattern = value.Text();
            }
            else if (name == "case_insensitive")
            {
                ignoreCase = value.Bool(name);
            }
            else if (!ignored.Contains(name))
            {
                FieldBody.RefuseUnknown(query, name);
            }
        }

        return new(field, pattern ?? throw Refuse.IllegalArgument("value cannot be null"), ignoreCase);
    }
}
