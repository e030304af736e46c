namespace DistLog.Client.Node;

/// <summary>Registers the node, beats, and says goodbye.</summary>
internal sealed class NodeLife(DistLogClient client, DistLogClientSettings settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private ITimer? _beats;
    private bool _stopped;

    /// <summary>Registers and begins to beat; once, however often it is called.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (settings.DisableNode || _stopped || _beats is not null)
            {
                return;
            }

            client.WriteRegistration();
            var interval = TimeSpan.FromMilliseconds(settings.HeartbeatIntervalMs);
            _beats = time.CreateTimer(_ => client.WriteHeartbeat(), null, TimeSpan.Zero, interval);
        }
    }

    /// <summary>Stops beating and says goodbye, where the node was registered.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            if (_beats is not null)
            {
                _beats.Dispose();
                client.WriteGoodbye();
            }
        }
    }
}
