using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Terminal;

/// <summary>Says once, when everything is healthy, how long that took and where everything is.</summary>
internal sealed class ReadinessReport : IDisposable
{
    private readonly ResourceNotificationService _notifications;
    private readonly DistributedApplicationModel _model;
    private readonly ConsoleOutput _output;
    private readonly Dictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _told;

    public ReadinessReport(ResourceNotificationService notifications, DistributedApplicationModel model, ConsoleOutput output)
    {
        _notifications = notifications;
        _model = model;
        _output = output;
        _notifications.Changed += OnChanged;
    }

    public void Dispose() => _notifications.Changed -= OnChanged;

    private void OnChanged(ResourceEvent update)
    {
        _states[update.ResourceId] = update;
        if (!_told && IsReady())
        {
            _told = true;
            Tell();
        }
    }

    private bool IsReady() =>
        _states.Count >= _model.Resources.Sum(resource => resource.GetReplicaCount())
        && _states.Values.All(state => ResourceNotificationService.IsHealthy(state)
            || state.Snapshot.State?.Text == KnownResourceStates.Finished
            || state.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>());

    private void Tell()
    {
        TimeSpan took = Stopwatch.GetElapsedTime(_started);
        foreach (string line in ResourceTable.Lines(_states.Values))
        {
            _output.Note(line);
        }
        IEnumerable<string> urls = _states.Values
            .SelectMany(state => state.Snapshot.Urls, (state, url) => (state.ResourceId, url))
            .Where(pair => !pair.url.IsInternal)
            .Select(pair => $"{pair.ResourceId} {pair.url.Url}");
        _output.Note($"all healthy after {took.TotalSeconds:0.0} s: {string.Join("  ", urls)}");
    }
}
