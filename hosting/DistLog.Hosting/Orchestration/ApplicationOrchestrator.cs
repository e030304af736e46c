using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Control;
using DistLog.Hosting.Processes;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>Starts all resources of an application and stops them in reverse order.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IOutput output,
    ProcessSpecBuilder specs,
    HealthProbe health,
    IConfiguration configuration,
    TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>How long a process may take over its own stop, by command or when all stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long a dead host's processes may take to give up their ports: the orphan guard kills after 3 s.</summary>
    private static readonly TimeSpan CrashPatience = TimeSpan.FromSeconds(6);

    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly List<Func<ValueTask>> _cleanup = [];
    private IReadOnlyList<IResourceRunner> _runners = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var graph = new DependencyGraph(model.Resources);
        bool afterCrash = LockDataDirectory();
        await new EndpointAllocator(configuration)
            .AllocateAsync([.. model.Resources], afterCrash ? CrashPatience : TimeSpan.Zero).ConfigureAwait(false);
        RunnerServices services = Services();
        _runners = [.. model.Resources.SelectMany(resource => RunnersOf(resource, services))];
        _cleanup.Add(() => new ValueTask(new OrderedStop(graph, _runners).RunAsync(Grace)));
        foreach (IResourceRunner runner in _runners)
        {
            await BeginAsync(runner).ConfigureAwait(false);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _lifecycle.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            for (int i = _cleanup.Count - 1; i >= 0; i--)
            {
                await _cleanup[i]().ConfigureAwait(false);
            }
            _cleanup.Clear();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    public void Dispose() => _lifecycle.Dispose();

    /// <summary>Ends everything at once, in no order.</summary>
    public void KillAll()
    {
        foreach (IResourceRunner runner in _runners)
        {
            runner.Kill();
        }
    }

    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string command, CancellationToken cancellationToken)
    {
        IResourceRunner[] targets = [.. _runners.Where(runner => Matches(runner, resourceId))];
        if (targets.Length == 0)
        {
            return Failure($"There is no resource '{resourceId}'; there are: {string.Join(", ", _runners.Select(runner => runner.Id))}.");
        }
        Func<IResourceRunner, Task>? action = ActionOf(command);
        if (action is null)
        {
            return Failure($"There is no command '{command}'; there are: resource-start, resource-stop, resource-restart.");
        }
        await Task.WhenAll(targets.Select(action)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return new ExecuteCommandResult { Success = true };
    }

    /// <summary>Without a data directory there is nothing to share and nobody to command the host.</summary>
    /// <returns>Whether the last host on the data directory died.</returns>
    private bool LockDataDirectory()
    {
        if (configuration["DISTLOG_DATA"] is not { Length: > 0 } directory)
        {
            return false;
        }
        var dataLock = DataDirectoryLock.Acquire(directory);
        _cleanup.Add(() =>
        {
            dataLock.Dispose();
            return ValueTask.CompletedTask;
        });
        var control = new ControlServer(directory, new ControlAnswers(this, notifications).AnswerAsync);
        _cleanup.Add(control.DisposeAsync);
        return dataLock.AfterCrash;
    }

    private RunnerServices Services()
    {
        OrphanGuard guard = OrphanGuard.Start();
        _cleanup.Add(guard.DisposeAsync);
        bool autoRestart = configuration.GetValue("AutoRestart", defaultValue: true);
        return new RunnerServices(notifications, logs, output, specs, health, guard, time, autoRestart);
    }

    private static IEnumerable<IResourceRunner> RunnersOf(IResource resource, RunnerServices services) => resource switch
    {
        ProjectResource or ExecutableResource => ResourceInstance.Of(resource).Select(instance => new ProcessRunner(instance, services)),
        IValueProvider => [new ValueRunner(resource, services)],
        _ => throw new DistributedApplicationException($"Resource '{resource.Name}' is a {resource.GetType().Name}, which this host can't run."),
    };

    private static Func<IResourceRunner, Task>? ActionOf(string command) => command switch
    {
        "resource-start" => runner => runner.StartAsync(),
        "resource-stop" => runner => runner.StopAsync(Grace),
        "resource-restart" => async runner =>
        {
            await runner.StopAsync(Grace).ConfigureAwait(false);
            await runner.StartAsync().ConfigureAwait(false);
        },
        _ => null,
    };

    private static bool Matches(IResourceRunner runner, string resourceId) =>
        string.Equals(runner.Id, resourceId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(runner.Resource.Name, resourceId, StringComparison.OrdinalIgnoreCase);

    private static ExecuteCommandResult Failure(string message) => new() { Success = false, Message = message };

    private Task BeginAsync(IResourceRunner runner) => runner.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>()
        ? notifications.PublishUpdateAsync(runner.Resource, runner.Id, before => before with { State = KnownResourceStates.NotStarted })
        : runner.StartAsync();
}
