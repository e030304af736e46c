using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>The operators of <c>simple_query_string</c>.</summary>
[Flags]
internal enum SimpleSyntax
{
    None = 0,
    And = 1,
    Not = 2,
    Or = 4,
    Prefix = 8,
    Phrase = 16,
    Precedence = 32,
    Escape = 64,
    Whitespace = 128,
    Fuzzy = 256,
    Near = 512,
    All = 1023,
}

/// <summary>Their names.</summary>
internal static class SimpleSyntaxes
{
    /// <summary>A number, or names with <c>|</c> between.</summary>
    public static SimpleSyntax Parse(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? (SimpleSyntax)(value.Int("flags") & (int)SimpleSyntax.All)
        : (value.Text() ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries).Aggregate(SimpleSyntax.None, (all, name) => all | Of(name));

    private static SimpleSyntax Of(string name) => name.ToUpperInvariant() switch
    {
        "ALL" => SimpleSyntax.All,
        "NONE" => SimpleSyntax.None,
        "AND" => SimpleSyntax.And,
        "NOT" => SimpleSyntax.Not,
        "OR" => SimpleSyntax.Or,
        "PREFIX" => SimpleSyntax.Prefix,
        "PHRASE" => SimpleSyntax.Phrase,
        "PRECEDENCE" => SimpleSyntax.Precedence,
        "ESCAPE" => SimpleSyntax.Escape,
        "WHITESPACE" => SimpleSyntax.Whitespace,
        "FUZZY" => SimpleSyntax.Fuzzy,
        "NEAR" or "SLOP" => SimpleSyntax.Near,
        _ => throw Refuse.IllegalArgument($"Unknown simple_query_string flag [{name}]"),
    };
}
