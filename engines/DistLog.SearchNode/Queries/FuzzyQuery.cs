using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>fuzzy</c>: a value, or a word of a text, few edits away from this. The word is taken as it is.</summary>
internal sealed class FuzzyQuery(string field, string word, Fuzziness fuzziness, FuzzyOptions options) : Query
{
    public static FuzzyQuery Parse(JsonElement body)
    {
        var (field, values) = FieldBody.Parse("fuzzy", body);
        var (word, fuzziness, options) = ((string?)null, Fuzziness.Auto, FuzzyOptions.Default);
        foreach (var (name, value) in values)
        {
            switch (name)
            {
                case "value" or "term":
                    word = value.Text();
                    break;
                case "fuzziness":
                    fuzziness = Fuzziness.Parse(value.Text() ?? "");
                    break;
                case "prefix_length":
                    options = options with { PrefixLength = FuzzyOptions.NotNegative(name, value) };
                    break;
                case "max_expansions":
                    options = options with { MaxExpansions = FuzzyOptions.Positive(name, value) };
                    break;
                case "transpositions":
                    options = options with { Transpositions = value.Bool(name) };
                    break;
                case "rewrite":
                    break;
                default:
                    FieldBody.RefuseUnknown("fuzzy", name);
                    break;
            }
        }

        return new FuzzyQuery(field, word ?? throw Refuse.IllegalArgument("value cannot be null"), fuzziness, options);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        if (found.Kind != FieldKind.Text && !found.Kind.IsKeyword())
        {
            throw Refuse.IllegalArgument($"Can only use fuzzy queries on keyword and text fields - not on [{found.Path}] which is of type [{found.Field.TypeName}]");
        }

        if (found.Kind == FieldKind.ConstantKeyword)
        {
            var distance = new EditDistance(word, fuzziness.For(word.EnumerateRunes().Count()), options.PrefixLength, options.Transpositions);
            return FieldTerms.Constant(context, found, value => distance.Matches(System.Text.Encoding.UTF8.GetBytes(value)));
        }

        return TextTerms.Fuzzy(context, found, word, fuzziness.For(word.EnumerateRunes().Count()), options);
    }
}
