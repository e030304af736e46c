using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Terminal;

/// <summary>The resources with their states and addresses, one a line.</summary>
internal static class ResourceTable
{
    public static IEnumerable<string> Lines(IEnumerable<ResourceEvent> states)
    {
        (string Name, string State, string Urls)[] rows =
        [
            ("resource", "state", "addresses"),
            .. states.Select(state => (state.ResourceId, StateOf(state), UrlsOf(state))),
        ];
        int nameWidth = rows.Max(row => row.Name.Length);
        int stateWidth = rows.Max(row => row.State.Length);
        return rows.Select(row => $"{row.Name.PadRight(nameWidth)}  {row.State.PadRight(stateWidth)}  {row.Urls}".TrimEnd());
    }

    public static string StateOf(ResourceEvent state)
    {
        CustomResourceSnapshot snapshot = state.Snapshot;
        string text = snapshot.HealthStatus?.ToString() ?? snapshot.State?.Text ?? "Unknown";
        string exit = snapshot.ExitCode is { } exitCode and not 0 ? $" ({exitCode})" : "";
        object? restart = snapshot.Properties.FirstOrDefault(property => property.Name == SnapshotProperties.RestartsAt)?.Value;
        return restart is DateTimeOffset at ? $"{text}{exit}, starts at {at.ToLocalTime():HH:mm:ss}" : text + exit;
    }

    private static string UrlsOf(ResourceEvent state) => string.Join("  ", state.Snapshot.Urls.Select(url => url.Url));
}
