using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>boosting</c>: what one query finds, with lower scores for what another finds as well.</summary>
internal sealed class BoostingQuery(Query positive, Query negative, float negativeBoost) : Query
{
    public static BoostingQuery Parse(JsonElement body, QueryParser parser)
    {
        Query? positive = null, negative = null;
        var boost = -1f;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[boosting] query malformed, no start_object after query name"))
        {
            switch (property.Name)
            {
                case "positive":
                    positive = parser.Parse(property.Value);
                    break;
                case "negative":
                    negative = parser.Parse(property.Value);
                    break;
                case "negative_boost":
                    boost = (float)property.Value.Double(property.Name);
                    break;
                case "boost" or "_name":
                    break;
                default:
                    FieldBody.RefuseUnknown("boosting", property.Name);
                    break;
            }
        }

        return new BoostingQuery(
            positive ?? throw Refuse.Parsing("[boosting] query requires 'positive' query to be set'"),
            negative ?? throw Refuse.Parsing("[boosting] query requires 'negative' query to be set'"),
            boost >= 0 ? boost : throw Refuse.Parsing("[boosting] query requires 'negative_boost' to be set to be a positive value'"));
    }

    protected override Matcher BindTo(QueryContext context) => new BoostingMatcher(positive.Bind(context), negative.Bind(context), negativeBoost);
}
