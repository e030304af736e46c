using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Feeds;

/// <summary>What pages show of an alert. All texts are safe to show.</summary>
/// <remarks>EventUrl is the page of the log that caused it, null where none did; LogsUrl shows the logs around it.</remarks>
public sealed record AlertView(
    string Fingerprint,
    bool Firing,
    string Kind,
    string Severity,
    string Title,
    string Service,
    string Node,
    long Count,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset UpdatedAt,
    string? EventUrl,
    string LogsUrl)
{
    private const int MaxName = 200;

    // Events are stamped by their nodes, the alert by the server: a little around it covers their difference.
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(2);

    public static AlertView Of(Alert alert) => new(
        alert.Fingerprint,
        alert.Status == "firing",
        alert.Kind == "node" ? "node" : "log",
        Severities.TryParse(alert.Severity, out var severity) ? Severities.Name(severity) : Severities.Name(Contracts.Severity.Error),
        VisibleText.Of(alert.Title, 500),
        VisibleText.Of(alert.ServiceName, MaxName),
        VisibleText.Of(alert.NodeId, MaxName),
        alert.Count,
        alert.StartsAt,
        alert.EndsAt,
        alert.Timestamp,
        EventPage(alert),
        LogsPage(alert));

    private static string? EventPage(Alert alert) => alert is { LogId: { } logId, NodeId: { } nodeId }
        ? $"/event?id={Uri.EscapeDataString(EventIdentity.DocumentId(nodeId, logId))}"
        : null;

    private static string LogsPage(Alert alert)
    {
        var origin = alert.Kind == "node"
            ? $"node={Uri.EscapeDataString(alert.NodeId ?? "")}"
            : $"service={Uri.EscapeDataString(alert.ServiceName ?? "")}&level={Uri.EscapeDataString(alert.Severity)}";
        var from = Times.Input(Times.Move(alert.StartsAt, -Around));
        var to = Times.Input(Times.Move(alert.EndsAt ?? alert.Timestamp, Around));
        return $"/search?range=custom&from={from}&to={to}&{origin}";
    }
}
