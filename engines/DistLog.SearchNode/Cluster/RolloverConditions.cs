using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>When an index has become old or large enough for the next one: all minimums must be met, and one of the maximums.</summary>
internal sealed class RolloverConditions
{
    private readonly List<(string Text, bool IsMinimum, Func<Index, DateTimeOffset, bool> IsMet)> _conditions = [];

    public bool IsEmpty => _conditions.Count == 0;

    public bool HasMaximum => _conditions.Exists(condition => !condition.IsMinimum);

    private bool CountsDocuments { get; set; }

    public static RolloverConditions Parse(JsonObject? json)
    {
        var parsed = new RolloverConditions();
        foreach (var (name, value) in json ?? [])
        {
            parsed.Add(name, value.Text() ?? throw Refuse.IllegalArgument($"[{name}] must have a value"));
        }

        return parsed;
    }

    /// <summary>As lifecycles see it: an index without a document is never old enough.</summary>
    public RolloverConditions ButNotEmpty()
    {
        if (!CountsDocuments)
        {
            Add("min_docs", "1");
        }

        return this;
    }

    /// <summary>Each condition with whether it is met.</summary>
    public IReadOnlyList<(string Condition, bool Met)> Check(Index index, DateTimeOffset now) =>
        [.. _conditions.Select(condition => (condition.Text, condition.IsMet(index, now)))];

    /// <summary>True where there is no condition at all, too.</summary>
    public bool AreMet(Index index, DateTimeOffset now) =>
        IsEmpty || (_conditions.Where(condition => condition.IsMinimum).All(condition => condition.IsMet(index, now))
            && _conditions.Exists(condition => !condition.IsMinimum && condition.IsMet(index, now)));

    private void Add(string name, string value)
    {
        var isMinimum = name.StartsWith("min_", StringComparison.Ordinal);
        Func<Index, DateTimeOffset, bool> isMet = (isMinimum || name.StartsWith("max_", StringComparison.Ordinal) ? name[4..] : name) switch
        {
            "age" => IsOlder(Durations.Parse(value, name)),
            "docs" or "primary_shard_docs" => HasMore(Number(value)),
            "size" or "primary_shard_size" => IsLarger(ByteSizes.Parse(value, name)),
            _ => throw Refuse.ContentParse($"[conditions] unknown field [{name}]"),
        };
        CountsDocuments |= isMinimum && name.EndsWith("docs", StringComparison.Ordinal);
        _conditions.Add(($"[{name}: {value}]", isMinimum, isMet));
    }

    private static Func<Index, DateTimeOffset, bool> IsOlder(TimeSpan age) =>
        (index, now) => now - DateTimeOffset.FromUnixTimeMilliseconds(index.Metadata.CreationDate) >= age;

    private static Func<Index, DateTimeOffset, bool> HasMore(long documents) => (index, _) => index.Store.Count() >= documents;

    private static Func<Index, DateTimeOffset, bool> IsLarger(long bytes) => (index, _) => index.Store.SizeOnDisk() >= bytes;

    private static long Number(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"For input string: \"{value}\"");
}
