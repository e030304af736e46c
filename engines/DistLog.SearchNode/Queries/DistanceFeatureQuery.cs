using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>distance_feature</c>: the nearer a date is to another, the higher the score.</summary>
internal sealed class DistanceFeatureQuery(string field, string origin, string pivot) : Query
{
    public static DistanceFeatureQuery Parse(JsonElement body)
    {
        string? field = null, origin = null, pivot = null;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[distance_feature] query malformed, no start_object after query name"))
        {
            switch (property.Name)
            {
                case "field":
                    field = property.Value.Text();
                    break;
                case "origin":
                    origin = property.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? throw Refuse.NotSupported("distance_feature query on places") : property.Value.Text();
                    break;
                case "pivot":
                    pivot = property.Value.Text();
                    break;
                case "boost" or "_name":
                    break;
                default:
                    FieldBody.RefuseUnknown("distance_feature", property.Name);
                    break;
            }
        }

        return field is not null && origin is not null && pivot is not null
            ? new DistanceFeatureQuery(field, origin, pivot)
            : throw Refuse.IllegalArgument("[distance_feature] requires [field], [origin] and [pivot]");
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        if (!found.Kind.IsDate())
        {
            throw Refuse.QueryShard($"failed to create query: Illegal data type of [{found.Field.TypeName}]![distance_feature] query can only be run on a date, date_nanos or geo_point field type!", context.Index);
        }

        FieldTerms.CheckSearchable(context, found);
        var unit = found.Kind == FieldKind.Date ? TimeSpan.TicksPerMillisecond : 1.0 / TimeSpan.NanosecondsPerTick;
        return new DistanceMatcher(found, FieldTerms.Parse(context, found, origin, roundUp: false), Math.Max(1, Durations.Parse(pivot, "pivot").Ticks / unit));
    }
}
