using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Intervals;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>intervals</c>: words in a text by rules of order and distance.</summary>
internal sealed class IntervalsQuery(string field, IntervalSource source) : Query
{
    private const int DepthLimit = 20;

    public static IntervalsQuery Parse(JsonElement body)
    {
        var fields = body.ValueKind == JsonValueKind.Object ? body.EnumerateObject().Where(property => property.Name is not ("boost" or "_name")).ToArray() : [];
        if (fields.Length != 1)
        {
            throw Refuse.Parsing("[intervals] query requires one field");
        }

        var (name, rule) = (fields[0].Name, fields[0].Value);
        var rules = rule.ValueKind == JsonValueKind.Object ? rule.EnumerateObject().Where(property => property.Name is not ("boost" or "_name")).ToArray() : [];
        return rules is [var only] ? new IntervalsQuery(name, Source(only, 0)) : throw Refuse.Parsing($"Only one interval rule can be specified, found [{rules.Length}]");
    }

    protected override Matcher BindTo(QueryContext context) => context.Field(field) switch
    {
        null => NoneMatcher.Instance,
        { Kind: FieldKind.Text } text => new IntervalsMatcher(text, source),
        var other => throw Refuse.QueryShard($"failed to create query: Can only use interval queries on text fields - not on [{field}] which is of type [{other.Field.TypeName}]", context.Index),
    };

    private static IntervalSource Source(JsonProperty rule, int depth)
    {
        if (depth > DepthLimit)
        {
            throw Refuse.IllegalArgument($"[intervals] rules nest deeper than {DepthLimit}");
        }

        if (rule.Value.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Expected [START_OBJECT] but got [{rule.Value.TokenName()}]");
        }

        var options = new RuleOptions();
        foreach (var property in rule.Value.EnumerateObject())
        {
            options.Take(rule.Name, property, depth);
        }

        var source = Unfiltered(rule.Name, options);
        return options.Filter is { } filter ? new FilteredSource(source, filter.Relation, filter.Source) : source;
    }

    private static IntervalSource Unfiltered(string rule, RuleOptions options)
    {
        switch (rule)
        {
            case "match":
                var words = Analyzers.Tokens(options.Analyzer, options.Required("query")).Select(token => (IntervalSource)new WordSource(word => word.SequenceEqual(token))).ToArray();
                return words is [var only] ? only : new AllSource(words, options.Ordered, options.MaxGaps);
            case "prefix":
                var prefix = Encoding.UTF8.GetBytes(options.Required("prefix").ToLowerInvariant());
                return new WordSource(word => word.StartsWith(prefix));
            case "wildcard":
                return new WordSource(new Wildcard(options.Required("pattern").ToLowerInvariant()).Matches);
            case "regexp":
                return Regexp(options.Required("pattern"));
            case "fuzzy":
                var term = options.Required("term").ToLowerInvariant();
                return new WordSource(new EditDistance(term, options.Fuzziness.For(term.EnumerateRunes().Count()), options.Fuzzy.PrefixLength, options.Fuzzy.Transpositions).Matches);
            case "all_of":
                return new AllSource(options.Intervals ?? throw Refuse.Parsing("[all_of] needs [intervals]"), options.Ordered, options.MaxGaps);
            case "any_of":
                return new AnySource(options.Intervals ?? throw Refuse.Parsing("[any_of] needs [intervals]"));
            default:
                throw Refuse.Parsing($"Unknown interval type [{rule}], expecting one of [match, any_of, all_of, prefix, wildcard, regexp, fuzzy]");
        }
    }

    private static WordSource Regexp(string pattern)
    {
        try
        {
            return new WordSource(new Regexps.Regexp(pattern).Matches);
        }
        catch (FormatException wrong)
        {
            throw Refuse.Parsing(wrong.Message);
        }
    }

    /// <summary>What a rule may have.</summary>
    private sealed class RuleOptions
    {
        private readonly Dictionary<string, string> _texts = [];

        public bool Ordered { get; private set; }

        public int MaxGaps { get; private set; } = -1;

        public string? Analyzer { get; private set; }

        public Fuzziness Fuzziness { get; private set; } = Fuzziness.Auto;

        public FuzzyOptions Fuzzy { get; private set; } = FuzzyOptions.Default;

        public IReadOnlyList<IntervalSource>? Intervals { get; private set; }

        public (string Relation, IntervalSource Source)? Filter { get; private set; }

        public string Required(string name) => _texts.GetValueOrDefault(name) ?? throw Refuse.IllegalArgument($"Required [{name}]");

        public void Take(string rule, JsonProperty property, int depth)
        {
            var (name, value) = (property.Name, property.Value);
            switch (name)
            {
                case "query" or "prefix" or "pattern" or "term":
                    _texts[name] = value.Text() ?? "";
                    break;
                case "ordered":
                    Ordered = value.Bool(name);
                    break;
                case "max_gaps":
                    MaxGaps = value.Int(name);
                    break;
                case "analyzer":
                    Analyzers.Check("intervals", value.Text());
                    Analyzer = value.Text();
                    break;
                case "intervals" when value.ValueKind == JsonValueKind.Array:
                    Intervals = [.. value.EnumerateArray().Select(item => Source(item.Only("intervals"), depth + 1))];
                    break;
                case "filter":
                    var relation = value.Only("filter");
                    FilteredSource.Check(relation.Name);
                    Filter = (relation.Name, Source(relation.Value.Only("intervals"), depth + 1));
                    break;
                case "use_field":
                    throw Refuse.NotSupported("use_field of intervals");
                default:
                    TakeFuzzy(rule, name, value);
                    break;
            }
        }

        private void TakeFuzzy(string rule, string name, JsonElement value)
        {
            switch (name)
            {
                case "fuzziness":
                    Fuzziness = Fuzziness.Parse(value.Text() ?? "");
                    break;
                case "prefix_length":
                    Fuzzy = Fuzzy with { PrefixLength = FuzzyOptions.NotNegative(name, value) };
                    break;
                case "transpositions":
                    Fuzzy = Fuzzy with { Transpositions = value.Bool(name) };
                    break;
                default:
                    throw Refuse.ContentParse($"[{rule}] unknown field [{name}]");
            }
        }
    }
}
