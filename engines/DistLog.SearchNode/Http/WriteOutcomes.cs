using System.Text.Json;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http;

/// <summary>The answer to a write.</summary>
internal static class WriteOutcomes
{
    public static int StatusOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => 201,
        WriteOutcome.NotFound => 404,
        WriteOutcome.Conflict => 409,
        _ => 200,
    };

    /// <summary>Writes the properties that all writes answer with.</summary>
    public static void Write(Utf8JsonWriter writer, string index, string id, in WriteResult result, RefreshMode refresh)
    {
        writer.WriteString("_index", index);
        writer.WriteString("_id", id);
        writer.WriteNumber("_version", result.Version);
        writer.WriteString("result", NameOf(result.Outcome));
        if (refresh == RefreshMode.Now && result.Outcome != WriteOutcome.Noop)
        {
            writer.WriteBoolean("forced_refresh", true);
        }

        var shards = result.Outcome == WriteOutcome.Noop ? 0 : 1;
        writer.WriteStartObject("_shards");
        writer.WriteNumber("total", shards);
        writer.WriteNumber("successful", shards);
        writer.WriteNumber("failed", 0);
        writer.WriteEndObject();
        writer.WriteNumber("_seq_no", result.SeqNo);
        writer.WriteNumber("_primary_term", IndexStore.PrimaryTerm);
    }

    private static string NameOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => "created",
        WriteOutcome.Updated => "updated",
        WriteOutcome.Deleted => "deleted",
        WriteOutcome.Noop => "noop",
        _ => "not_found",
    };
}
