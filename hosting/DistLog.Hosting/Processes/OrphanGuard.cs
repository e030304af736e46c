namespace DistLog.Hosting.Processes;

/// <summary>Sees to it that the processes end when the host dies, however it dies.</summary>
internal abstract class OrphanGuard : IAsyncDisposable
{
    public static OrphanGuard Start() => OperatingSystem.IsWindows() ? new JobObjectGuard() : new ShellGuard();

    public abstract void Add(ChildProcess process);

    public abstract void Remove(ChildProcess process);

    public abstract ValueTask DisposeAsync();
}
