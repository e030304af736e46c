namespace DistLog.Tests.Client;

/// <summary>What the scripted collector does with a chunk.</summary>
public enum PeerAnswer
{
    Acknowledge,
    Silence,
    WrongId,
    Handshake,
    Close,
    HalfClose,
    ResetInTheMiddle,
    ByteByByte,
}
