using DistLog.Contracts;

namespace DistLog.Alerting;

/// <summary>The last word on each alert that fires, and the newest of those that are resolved.</summary>
internal sealed class AlertBoard(int maxResolved)
{
    private readonly Dictionary<string, Alert> _firing = [];
    private readonly LinkedList<Alert> _resolved = [];

    /// <summary>Those that fire, then those that are resolved, the newest first.</summary>
    public IReadOnlyList<Alert> Snapshot() =>
        [.. _firing.Values.OrderByDescending(alert => alert.Timestamp), .. _resolved];

    public void Apply(Alert alert)
    {
        if (alert.Status == AlertTexts.Firing)
        {
            _firing[alert.Fingerprint] = alert;
            return;
        }

        _firing.Remove(alert.Fingerprint);
        _resolved.AddFirst(alert);
        if (_resolved.Count > maxResolved)
        {
            _resolved.RemoveLast();
        }
    }
}
