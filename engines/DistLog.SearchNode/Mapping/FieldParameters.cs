using System.Collections.Frozen;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Mapping;

/// <summary>Which parameters a field of each type may have in a mapping.</summary>
internal static class FieldParameters
{
    private const string Everywhere = "type meta fields copy_to ";
    private const string Indexed = Everywhere + "index doc_values store ";
    private const string Number = Indexed + "ignore_malformed coerce null_value script on_script_error time_series_dimension time_series_metric";
    private const string Range = Indexed + "coerce format locale";

    private static readonly FrozenDictionary<string, FrozenSet<string>> ByType = new Dictionary<string, string>
    {
        ["keyword"] = Indexed + "null_value eager_global_ordinals ignore_above index_options norms similarity normalizer split_queries_on_whitespace script on_script_error time_series_dimension",
        ["text"] = Everywhere + "index store analyzer search_analyzer search_quote_analyzer index_options norms similarity term_vector position_increment_gap fielddata fielddata_frequency_filter eager_global_ordinals index_prefixes index_phrases",
        ["match_only_text"] = Everywhere,
        ["wildcard"] = Everywhere + "ignore_above null_value",
        ["constant_keyword"] = Everywhere + "value",
        ["long"] = Number,
        ["integer"] = Number,
        ["short"] = Number,
        ["byte"] = Number,
        ["double"] = Number,
        ["float"] = Number,
        ["half_float"] = Number,
        ["unsigned_long"] = Number,
        ["scaled_float"] = Number + " scaling_factor",
        ["boolean"] = Indexed + "ignore_malformed null_value script on_script_error time_series_dimension",
        ["date"] = Indexed + "ignore_malformed null_value format locale script on_script_error",
        ["date_nanos"] = Indexed + "ignore_malformed null_value format locale script on_script_error",
        ["ip"] = Indexed + "ignore_malformed null_value script on_script_error time_series_dimension",
        ["flattened"] = Everywhere + "index doc_values depth_limit eager_global_ordinals ignore_above index_options null_value similarity split_queries_on_whitespace time_series_dimensions",
        ["binary"] = Everywhere + "doc_values store",
        ["version"] = Everywhere,
        ["geo_point"] = Indexed + "ignore_malformed ignore_z_value null_value script on_script_error time_series_metric",
        ["geo_shape"] = Indexed + "ignore_malformed ignore_z_value orientation coerce",
        ["integer_range"] = Range,
        ["long_range"] = Range,
        ["float_range"] = Range,
        ["double_range"] = Range,
        ["date_range"] = Range,
        ["ip_range"] = Range,
        ["completion"] = Everywhere + "analyzer search_analyzer preserve_separators preserve_position_increments max_input_length contexts",
        ["alias"] = "type path meta",
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet());

    /// <summary>Parameters with the value that they have unless given; Elasticsearch doesn't show them.</summary>
    private static readonly FrozenDictionary<string, bool> Flags = new Dictionary<string, bool>
    {
        ["index"] = true,
        ["doc_values"] = true,
        ["store"] = false,
        ["coerce"] = true,
        ["eager_global_ordinals"] = false,
        ["ignore_malformed"] = false,
        ["split_queries_on_whitespace"] = false,
        ["index_phrases"] = false,
        ["fielddata"] = false,
        ["time_series_dimension"] = false,
        ["preserve_separators"] = true,
        ["preserve_position_increments"] = true,
    }.ToFrozenDictionary();

    /// <summary>Refuses parameters that the type doesn't have, and those that this node can't honour.</summary>
    public static void Check(string name, string type, JsonObject json)
    {
        foreach (var (key, value) in json)
        {
            if (!ByType[type].Contains(key))
            {
                throw Refuse.MapperParsing($"unknown parameter [{key}] on mapper [{name}] of type [{type}]");
            }

            if (key is "script" or "on_script_error")
            {
                throw Refuse.MapperParsing($"[{key}] of field [{name}] is not supported by this node");
            }

            if (Flags.ContainsKey(key) && value is not null && Json.JsonNodes.Bool(value) is null)
            {
                throw Refuse.MapperParsing($"Failed to parse value [{Json.JsonNodes.Text(value)}] as only [true] or [false] are allowed.");
            }
        }
    }

    /// <summary>The flags that a type has, with their values where a mapping doesn't give them.</summary>
    public static IEnumerable<(string Name, bool Value)> DefaultsOf(string type) =>
        ByType[type].Where(Flags.ContainsKey).Order(StringComparer.Ordinal).Select(name => (name, Flags[name]));

    /// <summary>Writes flags as booleans.</summary>
    public static void Normalize(JsonObject json)
    {
        foreach (var key in json.Select(pair => pair.Key).Where(Flags.ContainsKey).ToArray())
        {
            if (Json.JsonNodes.Bool(json[key]) is { } flag)
            {
                json[key] = flag;
            }
        }
    }
}
