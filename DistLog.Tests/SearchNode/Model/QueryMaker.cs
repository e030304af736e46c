using System.Globalization;
using System.Text.RegularExpressions;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Makes random queries for a mapping; half of what they look for is taken from the documents.</summary>
internal sealed class QueryMaker(Random random, ModelSchema schema, DocumentMaker documents, IReadOnlyCollection<ModelDocument> live)
{
    private const int Deepest = 3;

    public ModelQuery Query(int depth = 0)
    {
        if (depth < Deepest && random.Next(4) == 0)
        {
            return random.Next(6) == 0 ? ConstantScore(Query(depth + 1)) : Bool(depth);
        }

        var field = schema.Fields[random.Next(schema.Fields.Count)];
        return random.Next(12) switch
        {
            0 => new("""{"match_all":{}}""", _ => true),
            1 => Ids(),
            2 => Exists(field),
            _ => field.Type switch
            {
                FieldType.Keyword => Keyword(field),
                FieldType.Text => Text(field),
                FieldType.Boolean => Boolean(field),
                _ => Number(field),
            },
        };
    }

    private ModelQuery Bool(int depth)
    {
        var (must, filter, should, not) = (Some(depth), Some(depth), Some(depth), Some(depth));
        var least = should.Length == 0 ? 0 : random.Next(3) switch { 0 => random.Next(should.Length + 1), _ => must.Length + filter.Length == 0 ? 1 : 0 };
        var isGiven = least != (must.Length + filter.Length == 0 && should.Length > 0 ? 1 : 0);
        var clauses = new[] { ("must", must), ("filter", filter), ("should", should), ("must_not", not) }
            .Where(clause => clause.Item2.Length > 0)
            .Select(clause => $"\"{clause.Item1}\":[{string.Join(',', clause.Item2.Select(query => query.Json))}]")
            .Concat(isGiven ? [$"\"minimum_should_match\":{least}"] : []);
        return new(
            "{\"bool\":{" + string.Join(',', clauses) + "}}",
            document => must.All(query => query.Matches(document)) && filter.All(query => query.Matches(document))
                && should.Count(query => query.Matches(document)) >= least && !not.Any(query => query.Matches(document)),
            [.. must, .. filter, .. should, .. not]);
    }

    private ModelQuery[] Some(int depth) => [.. Enumerable.Range(0, Math.Max(0, random.Next(5) - 2)).Select(_ => Query(depth + 1))];

    private static ModelQuery ConstantScore(ModelQuery inner) => new("{\"constant_score\":{\"filter\":" + inner.Json + "}}", inner.Matches, inner);

    private ModelQuery Ids()
    {
        var ids = Enumerable.Range(0, random.Next(1, 6)).Select(_ => live.Count > 0 && random.Next(4) > 0 ? live.ElementAt(random.Next(live.Count)).Id : "absent").ToArray();
        return new($$$"""{"ids":{"values":[{{{string.Join(',', ids.Select(RandomJson.Plain))}}}]}}""", document => ids.Contains(document.Id));
    }

    private static ModelQuery Exists(ModelField field) =>
        new($$$"""{"exists":{"field":"{{{field.Path}}}"}}""", document => field.Values(document).Count > 0);

    private ModelQuery Keyword(ModelField field)
    {
        var (one, two) = (KeyOf(field), KeyOf(field));
        return random.Next(9) switch
        {
            0 or 1 => Of(field, "term", RandomJson.Plain(one), value => value == one),
            2 => Of(field, "terms", $"[{RandomJson.Plain(one)},{RandomJson.Plain(two)}]", value => value == one || value == two),
            3 when one[..Math.Min(one.Length, random.Next(4))] is var start => Of(field, "prefix", RandomJson.Plain(start), value => value.StartsWith(start, StringComparison.Ordinal)),
            4 or 5 => WildcardOf(field, one),
            6 => RegexpOf(field, one),
            7 => Range(field, one, two, RandomJson.Plain),
            _ => Of(field, "term", $$"""{"value":{{RandomJson.Plain(Ascii(one))}},"case_insensitive":true}""", value => string.Equals(Fold(value), Fold(Ascii(one)), StringComparison.Ordinal)),
        };
    }

    /// <summary>Folding is defined the same everywhere for ASCII only.</summary>
    private static string Ascii(string value) => new([.. value.Where(char.IsAscii)]);

    private static string Fold(string value) => new([.. value.Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c)]);

    private ModelQuery WildcardOf(ModelField field, string like)
    {
        var pattern = string.Concat(like.Take(12).Select(c => random.Next(6) switch { 0 => "*", 1 => "?", _ => c is '*' or '?' or '\\' ? "\\" + c : c.ToString() })) + (random.Next(2) == 0 ? "*" : "");
        var regex = new Regex("^" + WildcardAsRegex(pattern) + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Of(field, "wildcard", RandomJson.Plain(pattern), value => IsWhole(regex, value));
    }

    private static string WildcardAsRegex(string pattern)
    {
        var regex = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '\\' => Regex.Escape(pattern[++i].ToString()),
                var c => Regex.Escape(c.ToString()),
            });
        }

        return regex.ToString();
    }

    /// <summary>In the syntax that Lucene's and .NET's expressions have in common.</summary>
    private ModelQuery RegexpOf(ModelField field, string like)
    {
        var letters = like.Where(char.IsAsciiLetterOrDigit).Take(8).ToArray();
        var pattern = string.Concat(letters.Select(c => random.Next(8) switch { 0 => ".", 1 => $"[{c}x]", 2 => $"{c}*", 3 => $"({c}|zz)", 4 => $"{c}+", 5 => $"{c}{{1,2}}", _ => c.ToString() })) + (random.Next(2) == 0 ? ".*" : "[a-z0-9-]*");
        var regex = new Regex($"^(?:{pattern})$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Of(field, "regexp", RandomJson.Plain(pattern), value => IsWhole(regex, value));
    }

    /// <summary>"$" matches before a line break at the end, too.</summary>
    private static bool IsWhole(Regex regex, string value) => regex.Match(value) is { Success: true } match && match.Length == value.Length;

    private string KeyOf(ModelField field) =>
        random.Next(2) == 0 && ValueOf(field) is string known ? known : documents.Text.Key();

    private object? ValueOf(ModelField field)
    {
        for (var tries = 0; live.Count > 0 && tries < 3; tries++)
        {
            var values = field.Values(live.ElementAt(random.Next(live.Count)));
            if (values.Count > 0)
            {
                return values[random.Next(values.Count)];
            }
        }

        return null;
    }

    private ModelQuery Text(ModelField field)
    {
        var words = WordsOf(field);
        return random.Next(7) switch
        {
            0 when words.Count > 0 => Of(field, "term", RandomJson.Plain(words[0]), value => Words.Of(value).Contains(words[0])),
            1 or 2 when words.Count > 1 => Phrase(field, words),
            3 when words.Count > 0 && words[0][..random.Next(1, words[0].Length + 1)] is var start => Of(field, "prefix", RandomJson.Plain(start), value => Words.Of(value).Any(word => word.StartsWith(start, StringComparison.Ordinal))),
            4 => Match(field, string.Join(' ', words), "and", words.Count),
            5 when words.Count > 2 => Match(field, string.Join(' ', words), null, 2),
            _ => Match(field, string.Join(' ', words), "or", Math.Min(1, words.Count)),
        };
    }

    private static ModelQuery Match(ModelField field, string text, string? @operator, int least)
    {
        var wanted = Words.Of(text);
        var option = @operator is null ? $"\"minimum_should_match\":{least}" : $"\"operator\":\"{@operator}\"";
        return new(
            $$$$"""{"match":{"{{{{field.Path}}}}":{"query":{{{{RandomJson.Plain(text)}}}},{{{{option}}}}}}}""",
            document => wanted.Count > 0 && AllWords(field, document) is var words && wanted.Count(words.Contains) >= (@operator == "and" ? wanted.Count : least));
    }

    private static HashSet<string> AllWords(ModelField field, ModelDocument document) => [.. field.Values(document).SelectMany(value => Words.Of((string)value))];

    /// <summary>Between the values of an array lies a gap of a hundred words.</summary>
    private static ModelQuery Phrase(ModelField field, IReadOnlyList<string> words) =>
        Of(field, "match_phrase", RandomJson.Plain(string.Join(' ', words)), value => Contains(Words.Of(value), words));

    private static bool Contains(IReadOnlyList<string> text, IReadOnlyList<string> phrase) =>
        Enumerable.Range(0, Math.Max(0, text.Count - phrase.Count + 1)).Any(start => phrase.Index().All(word => text[start + word.Index] == word.Item));

    /// <summary>Some words in a row of a document, or any.</summary>
    private IReadOnlyList<string> WordsOf(ModelField field)
    {
        var words = Words.Of(random.Next(3) > 0 && ValueOf(field) is string known ? known : documents.Text.Message());
        var start = random.Next(Math.Max(1, words.Count));
        return [.. words.Skip(start).Take(random.Next(1, 5))];
    }

    private ModelQuery Boolean(ModelField field)
    {
        var wanted = random.Next(2) == 0;
        return new($$$"""{"term":{"{{{field.Path}}}":{{{(wanted ? "true" : "false")}}}}}""", document => field.Values(document).Contains(wanted));
    }

    private ModelQuery Number(ModelField field)
    {
        var (one, two) = (NumberOf(field), NumberOf(field));
        return random.Next(4) switch
        {
            0 => new($$$"""{"term":{"{{{field.Path}}}":{{{Write(one)}}}}}""", document => field.Values(document).Contains(one)),
            1 => new($$$"""{"terms":{"{{{field.Path}}}":[{{{Write(one)}}},{{{Write(two)}}}]}}""", document => field.Values(document).Any(value => value.Equals(one) || value.Equals(two))),
            _ => Range(field, one, two, Write),
        };
    }

    private object NumberOf(ModelField field) =>
        random.Next(2) == 0 && ValueOf(field) is { } known ? known : field.Type switch
        {
            FieldType.Double => (object)(random.Next(-60, 60) + 0.5),
            FieldType.Date => 1_790_000_000_000 + random.NextInt64(40L * 86_400_000),
            _ => random.NextInt64(-60, 60),
        };

    private static string Write<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value:R}");

    private static string Write(object value) => value is double number ? Write<double>(number) : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private ModelQuery Range<T>(ModelField field, T low, T high, Func<T, string> write)
        where T : notnull
    {
        if (ModelField.Order.Compare(low, high) > 0)
        {
            (low, high) = (high, low);
        }

        var (from, to) = (random.Next(5) switch { 0 => null, 1 or 2 => "gt", _ => "gte" }, random.Next(5) switch { 0 => null, 1 or 2 => "lt", _ => "lte" });
        var bounds = new[] { (from, low), (to, high) }.Where(bound => bound.Item1 is not null).Select(bound => $"\"{bound.Item1}\":{write(bound.Item2)}");
        return new(
            "{\"range\":{\"" + field.Path + "\":{" + string.Join(',', bounds) + "}}}",
            document => field.Values(document).Any(value =>
                (from is null || ModelField.Order.Compare(value, low) >= (from == "gt" ? 1 : 0)) && (to is null || ModelField.Order.Compare(value, high) <= (to == "lt" ? -1 : 0))));
    }

    private static ModelQuery Of(ModelField field, string kind, string value, Func<string, bool> matches) =>
        new($$$"""{"{{{kind}}}":{"{{{field.Path}}}":{{{value}}}}}""", document => field.Values(document).Any(text => matches((string)text)));
}
