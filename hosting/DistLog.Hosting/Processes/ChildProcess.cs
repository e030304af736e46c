using System.ComponentModel;
using System.Diagnostics;
using Aspire.Hosting;
using DistLog.Hosting.Orchestration;

namespace DistLog.Hosting.Processes;

/// <summary>A running process, with its output handed out line by line.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>After its end, a process's pipes may be held open by a process of its own; no longer than this is waited.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task _output;

    private ChildProcess(Process process, Action<string, bool> onLine)
    {
        _process = process;
        Id = process.Id;
        _output = Task.WhenAll(
            LineReader.ReadAsync(process.StandardOutput.BaseStream, line => onLine(line, false)),
            LineReader.ReadAsync(process.StandardError.BaseStream, line => onLine(line, true)));
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>Ends with the exit code, when the output has been read too; 128 + N after a signal N.</summary>
    public Task<int> Exited { get; }

    internal Process Process => _process;

    /// <param name="spec">What to start.</param>
    /// <param name="guard">Ends it if the host dies.</param>
    /// <param name="onLine">Gets each line, and whether it came from standard error; from two threads at once.</param>
    /// <exception cref="DistributedApplicationException">It can't be started.</exception>
    public static ChildProcess Start(ProcessSpec spec, OrphanGuard guard, Action<string, bool> onLine)
    {
        try
        {
            var child = new ChildProcess(Process.Start(StartInfo(spec))!, onLine);
            guard.Add(child);
            child.Begin();
            return child;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new DistributedApplicationException($"{spec.FileName} can't be started: {exception.Message}", exception);
        }
    }

    /// <summary>Asks it to stop: SIGTERM, or Ctrl+Break on Windows.</summary>
    public void Terminate()
    {
        if (Exited.IsCompleted || _process.HasExited)
        {
            return;
        }
        if (OperatingSystem.IsWindows())
        {
            WindowsConsole.SendBreak(Id);
        }
        else
        {
            UnixSignals.Terminate(Id);
        }
    }

    public void Kill()
    {
        if (Exited.IsCompleted || _process.HasExited)
        {
            return;
        }
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            UnixSignals.KillGroup(Id);
        }
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo StartInfo(ProcessSpec spec)
    {
        string[] command = LaunchWrapper.AwaitingLine([spec.FileName, .. spec.Arguments]);
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsWindows())
        {
            info.CreateNewProcessGroup = true;
        }
        foreach ((string name, string value) in spec.Environment)
        {
            info.Environment[name] = value;
        }
        return info;
    }

    /// <summary>Lets the wrapper go on to the command, whose own input is empty: nobody types for it.</summary>
    private void Begin()
    {
        if (!OperatingSystem.IsWindows())
        {
            _process.StandardInput.Write("begin\n");
        }
        _process.StandardInput.Close();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAny(_output, Task.Delay(OutputGrace)).ConfigureAwait(false);
        return _process.ExitCode;
    }
}
