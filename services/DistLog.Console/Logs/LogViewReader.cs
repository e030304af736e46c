using System.Globalization;
using System.Text.Json;
using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Logs;

/// <summary>Reads a stored document into what lists show of it.</summary>
internal static class LogViewReader
{
    // A list shows a few lines of each; the event's own page shows all.
    private const int MaxMessage = 2_000;
    private const int MaxName = 200;

    /// <summary>Reads one document. What is missing becomes empty, and what is of another type its JSON.</summary>
    /// <param name="id">The document's <c>_id</c>.</param>
    /// <param name="source">The document.</param>
    /// <param name="arrival">The time that is shown where the document has none.</param>
    public static LogView Read(string id, JsonElement source, DateTimeOffset arrival) => new(
        id,
        Time(source) ?? arrival,
        Level(Text(source, Fields.LogLevel)),
        VisibleText.Of(Text(source, Fields.ServiceName), MaxName),
        VisibleText.Of(Text(source, Fields.NodeId), MaxName),
        VisibleText.Of(Text(source, Fields.Message), MaxMessage),
        Text(source, Fields.TraceId) is { Length: > 0 and <= MaxName } trace ? VisibleText.Of(trace) : null);

    private static string? Text(JsonElement source, string field) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(field, out var value) ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static DateTimeOffset? Time(JsonElement source) =>
        DateTimeOffset.TryParse(Text(source, Fields.Timestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    // The level becomes a CSS class: only the six names may pass.
    private static string Level(string? text) =>
        Severities.TryParse(text, out var severity) ? Severities.Name(severity) : Severities.Name(Severity.Info);
}
