using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Processes;

namespace DistLog.Hosting.Orchestration;

/// <summary>Starts one process when its dependencies are healthy, watches it, and starts it again if it is to.</summary>
internal sealed class ProcessRunner(ResourceInstance instance, RunnerServices services) : IResourceRunner, IDisposable
{
    private readonly ProcessStates _states = new(instance, services.Notifications);
    private readonly SemaphoreSlim _commands = new(1, 1);
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private ChildProcess? _child;

    public IResource Resource => instance.Resource;

    public string Id => instance.Id;

    public async Task StartAsync()
    {
        await _commands.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_run.IsCompleted)
            {
                _stop.Dispose();
                _stop = new CancellationTokenSource();
                _states.Waiting();
                CancellationToken stop = _stop.Token;
                _run = Task.Run(() => RunAsync(stop), CancellationToken.None);
            }
        }
        finally
        {
            _commands.Release();
        }
    }

    public async Task StopAsync(TimeSpan grace)
    {
        await _commands.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_run.IsCompleted)
            {
                _states.Stopping();
                await _stop.CancelAsync().ConfigureAwait(false);
                await EndAsync(grace).ConfigureAwait(false);
            }
        }
        finally
        {
            _commands.Release();
        }
    }

    public void Kill() => _child?.Kill();

    public void Dispose()
    {
        _stop.Dispose();
        _commands.Dispose();
    }

    private async Task EndAsync(TimeSpan grace)
    {
        if (await Task.WhenAny(_run, Task.Delay(grace)).ConfigureAwait(false) != _run)
        {
            services.Output.Problem(Id, $"did not stop within {grace.TotalSeconds:0.#} s and is killed");
            Kill();
        }
        await _run.ConfigureAwait(false);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        RestartBackoff? backoff = services.AutoRestart && Resource.TryGetLastAnnotation(out AutoRestartAnnotation? annotation)
            ? new RestartBackoff(annotation.Delay)
            : null;
        try
        {
            await new DependencyWaiter(services.Notifications).WaitAsync(Resource, stop).ConfigureAwait(false);
            while (await RunOnceAsync(backoff, stop).ConfigureAwait(false) is { } delay)
            {
                await Task.Delay(delay, services.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _states.Stopped(exitCode: null);
        }
        catch (DistributedApplicationException exception)
        {
            services.Output.Problem(Id, $"can't be started: {exception.Message}");
            _states.Failed(exception.Message);
        }
    }

    /// <summary>Runs the process to its end, and tells after what time to start it again; null for never.</summary>
    private async Task<TimeSpan?> RunOnceAsync(RestartBackoff? backoff, CancellationToken stop)
    {
        _states.Starting();
        ProcessSpec spec = await services.Specs.BuildAsync(instance, stop).ConfigureAwait(false);
        long started = services.Time.GetTimestamp();
        using ChildProcess child = ChildProcess.Start(spec, services.Guard, OnLine);
        _child = child;
        _states.Running(child.Id);
        (int exitCode, bool wasHealthy) = await WatchAsync(child, stop).ConfigureAwait(false);
        services.Guard.Remove(child);
        _child = null;

        var end = new ProcessEnd(exitCode, wasHealthy, services.Time.GetElapsedTime(started));
        return stop.IsCancellationRequested ? Stopped(end) : Ended(end, backoff);
    }

    private async Task<(int ExitCode, bool WasHealthy)> WatchAsync(ChildProcess child, CancellationToken stop)
    {
        var monitor = new HealthMonitor(instance, _states, services.Health, services.Output, services.Time);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task monitoring = monitor.RunAsync(watch.Token);
        int exitCode;
        using (stop.Register(child.Terminate))
        {
            exitCode = await child.Exited.ConfigureAwait(false);
        }
        await watch.CancelAsync().ConfigureAwait(false);
        await monitoring.ConfigureAwait(false);
        return (exitCode, monitor.WasHealthy);
    }

    private TimeSpan? Stopped(ProcessEnd end)
    {
        services.Output.Status(Id, "stopped");
        _states.Stopped(end.ExitCode);
        return null;
    }

    private TimeSpan? Ended(ProcessEnd end, RestartBackoff? backoff)
    {
        if (backoff is not null)
        {
            TimeSpan delay = backoff.Next(end.RanFor);
            services.Output.Problem(Id, $"{end}; starts again in {delay.TotalSeconds:0.#} s{LastLines(end)}");
            _states.Exited(end.ExitCode, end.ToString(), services.Time.GetUtcNow() + delay);
            return delay;
        }
        if (end.ExitCode == 0)
        {
            services.Output.Status(Id, end.ToString());
            _states.Finished(end.ExitCode);
        }
        else if (end.WasHealthy)
        {
            services.Output.Problem(Id, $"{end}; start it with the command: resource {Resource.Name} start");
            _states.Exited(end.ExitCode, end.ToString());
        }
        else
        {
            services.Output.Problem(Id, $"{end}; mend the cause, then: resource {Resource.Name} start{LastLines(end)}");
            _states.Failed(end + LastLines(end), end.ExitCode);
        }
        return null;
    }

    /// <summary>For a process that never came up, its last lines usually say why.</summary>
    private string LastLines(ProcessEnd end)
    {
        const int lines = 15;
        if (end.WasHealthy)
        {
            return "";
        }
        string text = string.Join(Environment.NewLine, services.Logs.Snapshot(Id).TakeLast(lines).Select(line => "    " + line.Content));
        return text.Length == 0 ? "; it wrote nothing" : $"; its last lines:{Environment.NewLine}{text}";
    }

    private void OnLine(string line, bool isError)
    {
        services.Logs.Append(Id, line, isError);
        services.Output.ProcessLine(Id, line, isError);
    }
}
