using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>Elasticsearch's error body.</summary>
internal static class ErrorBody
{
    public static void Write(Utf8JsonWriter writer, ElasticsearchException error, bool fromSearch = false)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteStartArray("root_cause");
        writer.WriteStartObject();
        WriteTypeAndReason(writer, error);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (fromSearch)
        {
            WriteSearchFailure(writer, error);
        }
        else
        {
            WriteWithCause(writer, error);
        }

        writer.WriteEndObject();
        writer.WriteNumber("status", error.Status);
        writer.WriteEndObject();
    }

    /// <summary>The short form, for what is refused before anybody has looked at it.</summary>
    public static void WritePlain(Utf8JsonWriter writer, ElasticsearchException error)
    {
        writer.WriteStartObject();
        writer.WriteString("error", error.Message);
        writer.WriteNumber("status", error.Status);
        writer.WriteEndObject();
    }

    /// <summary>The properties of an error inside an object that is open.</summary>
    public static void WriteWithCause(Utf8JsonWriter writer, ElasticsearchException error)
    {
        WriteTypeAndReason(writer, error);
        if (error.Cause is { } cause)
        {
            writer.WriteStartObject("caused_by");
            WriteWithCause(writer, cause);
            writer.WriteEndObject();
        }
    }

    private static void WriteTypeAndReason(Utf8JsonWriter writer, ElasticsearchException error)
    {
        writer.WriteString("type", error.Type);
        writer.WriteString("reason", error.Message);
        if (error.Header is { } schemes)
        {
            WriteSchemes(writer, schemes);
        }

        if (error.Index is not { } index)
        {
            return;
        }

        if (error.Type == "index_not_found_exception")
        {
            writer.WriteString("resource.type", "index_or_alias");
            writer.WriteString("resource.id", index);
        }

        writer.WriteString("index_uuid", "_na_");
        writer.WriteString("index", index);
    }

    private static void WriteSchemes(Utf8JsonWriter writer, IReadOnlyList<string> schemes)
    {
        writer.WriteStartObject("header");
        writer.WriteStartArray("WWW-Authenticate");
        foreach (var scheme in schemes)
        {
            writer.WriteStringValue(scheme);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>An error on an index's side of a search, as the coordinating node tells it.</summary>
    private static void WriteSearchFailure(Utf8JsonWriter writer, ElasticsearchException error)
    {
        writer.WriteString("type", "search_phase_execution_exception");
        writer.WriteString("reason", "all shards failed");
        writer.WriteString("phase", "query");
        writer.WriteBoolean("grouped", true);
        writer.WriteStartArray("failed_shards");
        writer.WriteStartObject();
        writer.WriteNumber("shard", 0);
        writer.WriteString("index", error.Index ?? "");
        writer.WriteStartObject("reason");
        WriteWithCause(writer, error);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("caused_by");
        WriteWithCause(writer, error);
        writer.WriteEndObject();
    }
}
