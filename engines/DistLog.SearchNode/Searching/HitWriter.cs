using System.Text.Json;
using DistLog.SearchNode.Aggregations;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>Writes the answer of a search.</summary>
internal sealed class HitWriter(Utf8JsonWriter writer, SearchRequest request, Instant now)
{
    /// <summary>The id of the scroll that the page belongs to.</summary>
    public string? ScrollId { get; init; }

    public void Write(SearchResult result, long millis, int status = 0)
    {
        writer.WriteStartObject();
        if (ScrollId is not null)
        {
            writer.WriteString("_scroll_id", ScrollId);
        }

        if (request.PointInTime is { } point)
        {
            writer.WriteString("pit_id", point.Id);
        }

        writer.WriteNumber("took", millis);
        writer.WriteBoolean("timed_out", result.TimedOut);
        if (result.TerminatedEarly || request.TerminateAfter > 0)
        {
            writer.WriteBoolean("terminated_early", result.TerminatedEarly);
        }

        WriteShards(writer, result.Shards, failures: result.Failures);
        WriteHits(result);
        if (result.Aggregations is not null)
        {
            writer.WriteStartObject("aggregations");
            result.Aggregations.Write(writer, request.TypedKeys);
            writer.WriteEndObject();
        }

        if (status != 0)
        {
            writer.WriteNumber("status", status);
        }

        writer.WriteEndObject();
    }

    public static void WriteShards(Utf8JsonWriter writer, int shards, bool withSkipped = true, IReadOnlyDictionary<string, string>? failures = null)
    {
        var failed = failures?.Count ?? 0;
        writer.WriteStartObject("_shards");
        writer.WriteNumber("total", shards);
        writer.WriteNumber("successful", shards - failed);
        if (withSkipped)
        {
            writer.WriteNumber("skipped", 0);
        }

        writer.WriteNumber("failed", failed);
        if (failed > 0)
        {
            WriteFailures(writer, failures!);
        }

        writer.WriteEndObject();
    }

    private static void WriteFailures(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> failures)
    {
        writer.WriteStartArray("failures");
        foreach (var (index, reason) in failures)
        {
            writer.WriteStartObject();
            writer.WriteNumber("shard", 0);
            writer.WriteString("index", index);
            writer.WriteStartObject("reason");
            writer.WriteString("type", "corrupt_index_exception");
            writer.WriteString("reason", "a block is damaged and was left out: " + reason);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The object <c>hits</c>: the total, the best score and the hits.</summary>
    public void WriteHits(SearchResult result)
    {
        writer.WriteStartObject("hits");
        WriteTotal(result.Total);
        if (result.MaxScore is { } score)
        {
            Numbers.Write(writer, "max_score", Floats.Widen(score));
        }
        else
        {
            writer.WriteNull("max_score");
        }

        writer.WriteStartArray("hits");
        foreach (var hit in result.Hits)
        {
            WriteHit(hit);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteTotal(long total)
    {
        if (request.TotalAsInt)
        {
            writer.WriteNumber("total", request.TrackTotal == 0 ? -1 : total);
            return;
        }

        if (request.TrackTotal == 0)
        {
            return;
        }

        var isLimited = total > request.TrackTotal;
        writer.WriteStartObject("total");
        writer.WriteNumber("value", isLimited ? request.TrackTotal!.Value : total);
        writer.WriteString("relation", isLimited ? "gte" : "eq");
        writer.WriteEndObject();
    }

    private void WriteHit(Hit hit)
    {
        writer.WriteStartObject();
        writer.WriteString("_index", hit.Target.Index.Name);
        if (request.Ids)
        {
            writer.WriteString("_id", hit.Id);
        }

        if (request.Version)
        {
            writer.WriteNumber("_version", hit.Block.Versions.Numbers[hit.Row]);
        }

        if (request.SeqNoPrimaryTerm)
        {
            writer.WriteNumber("_seq_no", hit.Block.SeqNos.Numbers[hit.Row]);
            writer.WriteNumber("_primary_term", IndexStore.PrimaryTerm);
        }

        if (request.ShowsScores)
        {
            Numbers.Write(writer, "_score", Floats.Widen(hit.Score));
        }
        else
        {
            writer.WriteNull("_score");
        }

        WriteMetadata(hit);
        WriteSource(hit);
        WriteFields(hit.Extras);
        WriteHighlights(hit.Extras);
        WriteSort(hit);
        WriteExtras(hit.Extras);
        writer.WriteEndObject();
    }

    /// <summary>What the document was routed by, and which of its fields lack values.</summary>
    private void WriteMetadata(Hit hit)
    {
        if (!request.Ids)
        {
            return;
        }

        if (hit.Block.Column(SystemFields.Routing) is StringColumn routing && routing.Has(hit.Row))
        {
            writer.WriteString("_routing", routing.TextsOf(hit.Row)[0]);
        }

        if (hit.Block.Column(SystemFields.Ignored) is StringColumn ignored && ignored.Has(hit.Row))
        {
            WriteStrings("_ignored", ignored.TextsOf(hit.Row));
        }
    }

    private void WriteHighlights(HitExtras extras)
    {
        if (extras.Highlights.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("highlight");
        foreach (var (field, fragments) in extras.Highlights)
        {
            WriteStrings(field, fragments);
        }

        writer.WriteEndObject();
    }

    private void WriteExtras(HitExtras extras)
    {
        WriteNames(extras.MatchedQueries);

        if (extras.Explanation is not null)
        {
            writer.WritePropertyName("_explanation");
            extras.Explanation.Write(writer);
        }

        if (extras.Inner.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("inner_hits");
        foreach (var (name, inner, result) in extras.Inner)
        {
            writer.WriteStartObject(name);
            new HitWriter(writer, inner, now).WriteHits(result);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteNames(IReadOnlyList<(string Name, float Score)> queries)
    {
        if (queries.Count == 0)
        {
            return;
        }

        if (!request.NamedScores)
        {
            WriteStrings("matched_queries", [.. queries.Select(query => query.Name)]);
            return;
        }

        writer.WriteStartObject("matched_queries");
        foreach (var (name, score) in queries)
        {
            Numbers.Write(writer, name, Floats.Widen(score));
        }

        writer.WriteEndObject();
    }

    private void WriteStrings(string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private void WriteSource(Hit hit)
    {
        if (!request.Source.IsEnabled || !hit.Target.Index.Mapping.Source.Enabled)
        {
            return;
        }

        writer.WritePropertyName("_source");
        request.Source.Write(writer, hit.Source);
    }

    private void WriteFields(HitExtras extras)
    {
        if (extras.Fields is { IsEmpty: false } fields)
        {
            writer.WritePropertyName("fields");
            fields.Write(writer);
        }

        if (extras.IgnoredValues is { IsEmpty: false } ignored)
        {
            writer.WritePropertyName("ignored_field_values");
            ignored.Write(writer);
        }
    }

    private void WriteSort(Hit hit)
    {
        if (request.Sort.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("sort");
        for (var key = 0; key < hit.Keys.Length; key++)
        {
            WriteKey(hit, request.Sort[key], hit.Keys[key]);
        }

        writer.WriteEndArray();
    }

    private void WriteKey(Hit hit, SortField sort, SortValue value)
    {
        var field = sort.IsScore || sort.IsDocument ? null : SystemFields.Find(sort.Name) is { } system ? new FieldRef(system) : hit.Target.Index.Mapping.Resolve(sort.Name);
        switch (value.Kind)
        {
            case SortValueKind.Missing:
                writer.WriteNullValue();
                break;
            case SortValueKind.Long when sort.Format is not null && (sort.NumericType ?? field?.Kind) is { } kind && kind.IsDate():
                writer.WriteStringValue(sort.Format.Format(kind == FieldKind.Date ? Instant.FromMillis(value.AsLong) : Instant.FromNanos(value.AsLong)));
                break;
            case SortValueKind.Long:
                writer.WriteNumberValue(value.AsLong);
                break;
            case SortValueKind.Double:
                Numbers.WriteValue(writer, sort.IsScore ? Floats.Widen((float)value.AsDouble) : value.AsDouble);
                break;
            default:
                writer.WriteStringValue(BucketKeys.FormatString(field, value.AsBytes));
                break;
        }
    }
}
