using DistLog.Console.Live;

namespace DistLog.Console.Feeds;

/// <summary>Whether what the console lives on answers; a reason where it does not.</summary>
internal sealed record SystemStatus(bool Bus, bool Store, string? Reason);

/// <summary>Keeps the status and tells the pages when it changes.</summary>
internal sealed class StatusBoard(LiveHub hub, ILogger<StatusBoard> logger)
{
    private readonly Lock _gate = new();

    public SystemStatus Current { get; private set; } = new(true, true, null);

    public void BusAnswers() => Change(now => now with { Bus = true }, () => Log.BusBack(logger));

    public void BusSilent(string reason) => Change(now => now with { Bus = false, Reason = reason }, () => Log.BusSilent(logger, reason));

    public void StoreAnswers() => Change(now => now with { Store = true }, () => Log.StoreBack(logger));

    public void StoreSilent(string reason) => Change(now => now with { Store = false, Reason = reason }, () => Log.StoreSilent(logger, reason));

    private void Change(Func<SystemStatus, SystemStatus> change, Action log)
    {
        lock (_gate)
        {
            var next = change(Current);
            if ((next.Bus, next.Store) == (Current.Bus, Current.Store))
            {
                return;
            }

            Current = next.Bus && next.Store ? next with { Reason = null } : next;
        }

        log();
        hub.Publish(LiveMessages.Status(Current));
    }
}
