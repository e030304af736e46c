namespace DistLog.Hosting.Orchestration;

/// <summary>How a process has ended by itself, in words.</summary>
internal sealed record ProcessEnd(int ExitCode, bool WasHealthy, TimeSpan RanFor)
{
    public override string ToString() =>
        $"{What()} {(WasHealthy ? "" : "before it was healthy, ")}after {RanFor.TotalSeconds:0.0} s";

    /// <summary>128 + N is what a process ended by signal N gives.</summary>
    private string What() => ExitCode switch
    {
        128 + 6 => "aborted (SIGABRT)",
        128 + 9 => "was killed (SIGKILL)",
        128 + 11 => "crashed (SIGSEGV)",
        128 + 15 => "was terminated (SIGTERM)",
        _ => $"ended with exit code {ExitCode}",
    };
}
