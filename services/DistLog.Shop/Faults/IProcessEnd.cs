namespace DistLog.Shop.Faults;

/// <summary>Ends the process, as a crash does: nothing is stopped or disposed.</summary>
internal interface IProcessEnd
{
    void Crash(int exitCode);
}
