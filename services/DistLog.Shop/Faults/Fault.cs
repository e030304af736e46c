namespace DistLog.Shop.Faults;

/// <summary>What goes wrong with a request.</summary>
internal enum Fault
{
    None,

    /// <summary>It is answered, but later than the threshold.</summary>
    Slow,

    /// <summary>It is refused with 503.</summary>
    Failure,

    /// <summary>It ends the process.</summary>
    Crash,
}
