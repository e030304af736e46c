namespace DistLog.Client.Forward;

/// <summary>What the bytes of an answer amount to so far.</summary>
internal enum AckStatus
{
    NeedMore,
    Done,
    Malformed,
}
