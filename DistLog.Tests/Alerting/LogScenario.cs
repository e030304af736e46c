using System.Text;
using DistLog.Alerting;
using DistLog.Alerting.Logs;
using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

/// <summary>Log alerts under a clock that the test moves.</summary>
internal sealed class LogScenario
{
    private int _ids;

    public LogScenario(Action<AlertingOptions>? configure = null)
    {
        configure?.Invoke(Options);
        Logs = new LogAlerts(Options, Outbox);
    }

    public AlertingOptions Options { get; } = new();

    public Outbox Outbox { get; } = new();

    public LogAlerts Logs { get; }

    public Moment Now { get; private set; } = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1));

    public IReadOnlyList<string> Alerts => [.. Outbox.Alerts.Select(alert => $"{alert.Title} {alert.Status} {alert.Count}")];

    public bool Send(string message, Severity level = Severity.Error, string? template = null, string? id = null, string service = "Payments") =>
        Logs.Observe(
            new LogEvent(level, message, template, service, "payments-1", id, null),
            Encoding.UTF8.GetBytes(id ?? $"id-{_ids++}"),
            Now);

    public void Pass(double seconds)
    {
        for (var step = 0; step < seconds * 10; step++)
        {
            Now = new Moment(Now.Wall.AddMilliseconds(100), Now.Uptime + TimeSpan.FromMilliseconds(100));
            Logs.Check(Now);
        }
    }
}
