namespace DistLog.Router.Normalisation;

/// <summary>What an event is.</summary>
internal enum MessageKind
{
    Log,
    Registration,
    Heartbeat,
    CloseLog,
}
