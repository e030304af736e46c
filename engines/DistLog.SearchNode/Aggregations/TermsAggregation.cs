using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>terms</c>: a bucket for each value of a field, the most frequent ones.</summary>
internal sealed class TermsAggregation : Aggregation
{
    public override string TypedName => "sterms";

    public ValueSource Source { get; } = new();

    public int Size { get; private set; } = 10;

    public int MinDocCount { get; private set; } = 1;

    public bool ShowError { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_count", true)];

    public Func<string, bool>? Include { get; private set; }

    public Func<string, bool>? Exclude { get; private set; }

    public static TermsAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new TermsAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            if (!aggregation.Source.Take(property.Name, property.Value))
            {
                aggregation.Take(property.Name, property.Value);
            }
        }

        aggregation.Source.Checked();
        return aggregation;
    }

    public override Collector NewCollector(BucketBudget budget) => new TermsCollector(this, budget);

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "size":
                Size = value.Int(name) is > 0 and var size ? size : throw Refuse.IllegalArgument($"[size] must be greater than 0. Found [{value.Text()}] in [{Name}]");
                break;
            case "min_doc_count":
                MinDocCount = value.Int(name) is >= 0 and var least ? least : throw Refuse.IllegalArgument($"[minDocCount] must be greater than or equal to 0. Found [{value.Text()}] in [{Name}]");
                break;
            case "order":
                Order = BucketOrder.Parse(value);
                break;
            case "include":
                Include = Filter(value);
                break;
            case "exclude":
                Exclude = Filter(value);
                break;
            case "show_term_doc_count_error":
                ShowError = value.Bool(name);
                break;
            case "shard_size" or "shard_min_doc_count" or "execution_hint" or "collect_mode":
                break;
            default:
                throw Refuse.ContentParse($"[terms] unknown field [{name}]");
        }
    }

    private static Func<string, bool> Filter(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.Strings().ToHashSet(StringComparer.Ordinal).Contains;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw Refuse.NotSupported("include by partition in a terms aggregation");
        }

        try
        {
            var regex = new Regex($"^(?:{value.GetString()})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw Refuse.IllegalArgument(wrong.Message);
        }
    }

    /// <summary>Whether a term may have a bucket.</summary>
    public bool Admits(string term) => (Include is null || Include(term)) && (Exclude is null || !Exclude(term));

    public bool AdmitsAll => Include is null && Exclude is null;

    /// <summary>What stands for a missing string.</summary>
    public byte[]? MissingBytes => Source.Missing is { } missing ? Encoding.UTF8.GetBytes(missing) : null;
}
