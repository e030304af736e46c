using System.Collections.Concurrent;
using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Terminal;

/// <summary>
/// Says once, when everything is healthy, how long that took and where everything is;
/// until then, from time to time, what is still missing. A terminal shows the table of all resources at its bottom all the time.
/// </summary>
internal sealed class ReadinessReport : IDisposable
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(15);

    private readonly ResourceNotificationService _notifications;
    private readonly IReadOnlyList<IResource> _processes;
    private readonly ConsoleOutput _output;
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Timer _reminder;
    private int _told;

    public ReadinessReport(ResourceNotificationService notifications, DistributedApplicationModel model, ConsoleOutput output)
    {
        _notifications = notifications;
        _processes = [.. model.Resources.Where(resource => resource is not IValueProvider && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>())];
        _output = output;
        _reminder = new Timer(_ => Remind(), null, Reminder, Reminder);
        _notifications.Changed += OnChanged;
    }

    public void Dispose()
    {
        _notifications.Changed -= OnChanged;
        _reminder.Dispose();
    }

    private void OnChanged(ResourceEvent update)
    {
        if (!_processes.Contains(update.Resource))
        {
            return;
        }
        _states[update.ResourceId] = update;
        if (_output.HasPanel)
        {
            _output.Show(Panel());
        }
        if (IsReady() && Interlocked.Exchange(ref _told, 1) == 0)
        {
            _reminder.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Tell();
        }
    }

    private static bool IsReady(ResourceEvent state) =>
        ResourceNotificationService.IsHealthy(state) || state.Snapshot.State?.Text == KnownResourceStates.Finished;

    private bool IsReady() =>
        _states.Count >= _processes.Sum(resource => resource.GetReplicaCount()) && _states.Values.All(IsReady);

    private void Tell()
    {
        TimeSpan took = Stopwatch.GetElapsedTime(_started);
        ResourceEvent[] states = InOrder();
        foreach (string line in _output.HasPanel ? [] : ResourceTable.Lines(states))
        {
            _output.Note(line);
        }
        // What others depend on comes first in the map, what people look at last.
        IEnumerable<string> urls = states.Reverse()
            .SelectMany(state => state.Snapshot.Urls, (state, url) => (state.ResourceId, url))
            .Where(pair => !pair.url.IsInternal)
            .Select(pair => $"{pair.ResourceId} {pair.url.Url}");
        _output.Note($"all healthy after {took.TotalSeconds:0.0} s: {string.Join(", ", urls)}");
    }

    private PanelLine[] Panel()
    {
        ResourceEvent[] states = InOrder();
        return [.. ResourceTable.Lines(states).Select((line, i) => new PanelLine(line, i == 0 ? PanelMood.Neutral : Mood(states[i - 1])))];
    }

    private static PanelMood Mood(ResourceEvent state) =>
        IsReady(state) ? PanelMood.Good
        : KnownResourceStates.TerminalStates.Contains(state.Snapshot.State?.Text) ? PanelMood.Bad
        : PanelMood.Neutral;

    private void Remind()
    {
        IEnumerable<string> missing = InOrder().Where(state => !IsReady(state))
            .Select(state => $"{state.ResourceId} ({ResourceTable.StateOf(state)}{Reason(state)})");
        _output.Note($"not all healthy after {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s: {string.Join(", ", missing)}");
    }

    private static string Reason(ResourceEvent state) =>
        state.Snapshot.HealthReports.FirstOrDefault()?.Description is { } description ? ": " + description : "";

    private ResourceEvent[] InOrder() => [.. _processes.SelectMany(
        resource => _states.Values.Where(state => state.Resource == resource).OrderBy(state => state.ResourceId, StringComparer.Ordinal))];
}
