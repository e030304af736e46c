using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>What one search may ask of an index; settings of the index, with Elasticsearch's names and defaults.</summary>
internal sealed record SearchLimits
{
    private static readonly ConditionalWeakTable<JsonObject, SearchLimits> Known = [];

    public static SearchLimits Default { get; } = new();

    public int ResultWindow { get; private init; } = 10_000;

    public int RescoreWindow { get; private init; } = 10_000;

    public int DocValueFields { get; private init; } = 100;

    public int ScriptFields { get; private init; } = 32;

    public int Terms { get; private init; } = 65_536;

    public int RegexLength { get; private init; } = 1000;

    public int Slices { get; private init; } = 1024;

    /// <summary>Characters of a text that highlighting looks at.</summary>
    public int AnalyzedOffset { get; private init; } = 1_000_000;

    /// <summary>The limits that an index's settings set; they are replaced as a whole when they change.</summary>
    public static SearchLimits Of(JsonObject settings) => Known.GetValue(settings, static settings => Read(settings["index"] as JsonObject ?? []));

    private static SearchLimits Read(JsonObject index) => new()
    {
        ResultWindow = Number(index, "max_result_window", Default.ResultWindow),
        RescoreWindow = Number(index, "max_rescore_window", Number(index, "max_result_window", Default.RescoreWindow)),
        DocValueFields = Number(index, "max_docvalue_fields_search", Default.DocValueFields),
        ScriptFields = Number(index, "max_script_fields", Default.ScriptFields),
        Terms = Number(index, "max_terms_count", Default.Terms),
        RegexLength = Number(index, "max_regex_length", Default.RegexLength),
        Slices = Number(index, "max_slices_per_scroll", Default.Slices),
        AnalyzedOffset = Number(index["highlight"] as JsonObject ?? [], "max_analyzed_offset", Default.AnalyzedOffset),
    };

    private static int Number(JsonObject index, string name, int unset) =>
        int.TryParse(index[name].Text(), CultureInfo.InvariantCulture, out var number) ? number : unset;
}
