namespace DistLog.Contracts;

/// <summary>Reads and writes levels: any case and the usual synonyms in, one spelling out.</summary>
public static class Severities
{
    /// <summary>The wire spelling: TRACE, DEBUG, INFO, WARN, ERROR or FATAL.</summary>
    public static string Name(Severity severity) => severity switch
    {
        Severity.Trace => "TRACE",
        Severity.Debug => "DEBUG",
        Severity.Info => "INFO",
        Severity.Warn => "WARN",
        Severity.Error => "ERROR",
        _ => "FATAL",
    };

    /// <summary>Reads a level's name or one of its synonyms, in any case.</summary>
    /// <param name="text">Such as <c>warning</c>, <c>Information</c>, <c>CRIT</c>, <c>E</c>; surrounding blanks are ignored.</param>
    /// <param name="severity">The level, where true is returned.</param>
    /// <returns>Whether the text names a level.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Severity severity)
    {
        Span<char> upper = stackalloc char[16];
        var length = text.Trim().ToUpperInvariant(upper);
        var found = length < 0 ? null : Lookup(upper[..length]);
        severity = found.GetValueOrDefault();
        return found is not null;
    }

    private static Severity? Lookup(ReadOnlySpan<char> upper) => upper switch
    {
        "TRACE" or "VERBOSE" or "FINEST" or "FINER" or "ALL" or "T" or "V" => Severity.Trace,
        "DEBUG" or "FINE" or "CONFIG" or "DBG" or "D" => Severity.Debug,
        "INFO" or "INFORMATION" or "INFORMATIONAL" or "NOTICE" or "INF" or "I" or "N" => Severity.Info,
        "WARN" or "WARNING" or "WRN" or "W" => Severity.Warn,
        "ERROR" or "ERR" or "SEVERE" or "E" => Severity.Error,
        "FATAL" or "CRITICAL" or "CRIT" or "ALERT" or "EMERGENCY" or "EMERG" or "PANIC" or "FTL" or "F" or "C" => Severity.Fatal,
        _ => null,
    };
}
