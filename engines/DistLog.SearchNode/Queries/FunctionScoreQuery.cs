using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>function_score</c>: a query's scores changed by weights and by values of fields.</summary>
internal sealed class FunctionScoreQuery : Query
{
    private readonly List<ScoreFunction> _functions = [];
    private Query _query = new MatchAllQuery();
    private ScoreMode _scoreMode = ScoreMode.Multiply;
    private ScoreMode _boostMode = ScoreMode.Multiply;
    private float _maxBoost = float.MaxValue;
    private float? _minScore;

    public static FunctionScoreQuery Parse(JsonElement body, QueryParser parser)
    {
        var query = new FunctionScoreQuery();
        var single = new ScoreFunction();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[function_score] query malformed, no start_object after query name"))
        {
            if (!single.Take(property.Name, property.Value))
            {
                query.Take(property.Name, property.Value, parser);
            }
        }

        if (!single.IsEmpty)
        {
            query._functions.Add(query._functions.Count == 0 ? single : throw Refuse.Parsing("failed to parse [function_score] query. already found [functions] array, now encountering a single function. use [functions] array if you want to define several functions."));
        }

        return query;
    }

    private void Take(string name, JsonElement value, QueryParser parser)
    {
        switch (name)
        {
            case "query":
                _query = parser.Parse(value);
                break;
            case "functions" when value.ValueKind == JsonValueKind.Array:
                _functions.AddRange(value.EnumerateArray().Select(item => ScoreFunction.Parse(item, parser)));
                break;
            case "score_mode":
                _scoreMode = ScoreModes.Parse(value.Text(), forQuery: false);
                break;
            case "boost_mode":
                _boostMode = ScoreModes.Parse(value.Text(), forQuery: true);
                break;
            case "max_boost":
                _maxBoost = (float)value.Double(name);
                break;
            case "min_score":
                _minScore = (float)value.Double(name);
                break;
            case "boost" or "_name":
                break;
            default:
                throw Refuse.Parsing($"failed to parse [function_score] query. field [{name}] is not supported");
        }
    }

    protected override Matcher BindTo(QueryContext context) => new FunctionScoreMatcher(
        _query.Bind(context),
        [.. _functions.Select(function => function.Bind(context))],
        _scoreMode,
        _boostMode,
        _maxBoost,
        _minScore);
}
