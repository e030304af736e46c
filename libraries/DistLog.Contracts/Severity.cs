namespace DistLog.Contracts;

/// <summary>The six levels of a log, in rising order.</summary>
public enum Severity
{
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}
