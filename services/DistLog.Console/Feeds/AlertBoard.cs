using Microsoft.Extensions.Options;

namespace DistLog.Console.Feeds;

/// <summary>The last word on every alert, as the bus tells it.</summary>
internal sealed class AlertBoard(IOptions<ConsoleOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AlertView> _alerts = [];

    public int FiringCount
    {
        get
        {
            lock (_gate)
            {
                return _alerts.Values.Count(alert => alert.Firing);
            }
        }
    }

    public void Apply(AlertView alert)
    {
        lock (_gate)
        {
            _alerts[alert.Fingerprint] = alert;
            if (_alerts.Count > options.Value.MaxKept)
            {
                DropOldestTenth();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _alerts.Clear();
        }
    }

    public IReadOnlyList<AlertView> Firing() => Newest(firing: true);

    public IReadOnlyList<AlertView> Resolved() => Newest(firing: false);

    private AlertView[] Newest(bool firing)
    {
        lock (_gate)
        {
            return [.. _alerts.Values
                .Where(alert => alert.Firing == firing)
                .OrderByDescending(alert => alert.UpdatedAt)
                .Take(options.Value.ShownAlerts)];
        }
    }

    // A tenth at once, so that the sorting is paid for by many additions.
    private void DropOldestTenth()
    {
        var oldest = _alerts.Values.OrderBy(alert => alert.Firing).ThenBy(alert => alert.UpdatedAt).Take(_alerts.Count / 10 + 1).ToList();
        oldest.ForEach(alert => _alerts.Remove(alert.Fingerprint));
    }
}
