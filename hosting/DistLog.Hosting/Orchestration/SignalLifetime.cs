using System.Runtime.InteropServices;
using DistLog.Hosting.Processes;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>Ctrl+C, SIGTERM or a closed terminal stop the application in order; a second signal kills all at once.</summary>
internal sealed class SignalLifetime(IHostApplicationLifetime lifetime, IServiceProvider services, ConsoleOutput output) : IHostLifetime, IDisposable
{
    /// <summary>The shell's convention for a program ended by SIGINT.</summary>
    private const int KilledExitCode = 128 + 2;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixSignals.ListenToInterrupt();
        }
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
        if (output.HasPanel && !OperatingSystem.IsWindows())
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => output.Redraw()));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            output.Note("stopping; once more kills at once");
            lifetime.StopApplication();
            return;
        }
        ((ApplicationOrchestrator)services.GetService(typeof(ApplicationOrchestrator))!).KillAll();
        Environment.Exit(KilledExitCode);
    }
}
