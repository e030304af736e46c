namespace DistLog.Shop.Faults;

/// <summary>The real end. Environment.Exit disposes no host, so no goodbye is said: to DistLog the node goes silent.</summary>
internal sealed class ProcessEnd : IProcessEnd
{
    public void Crash(int exitCode) => Environment.Exit(exitCode);
}
