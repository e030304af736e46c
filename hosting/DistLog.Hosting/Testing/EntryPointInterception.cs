using System.Reflection;
using Aspire.Hosting;

namespace DistLog.Hosting.Testing;

/// <summary>
/// Lets a test run the real entry point of an AppHost: the entry point is called on a thread of its own,
/// where the builder and the application that it makes are handed to the test instead of being run.
/// </summary>
internal sealed class EntryPointInterception(Assembly appHostAssembly)
{
    private static readonly AsyncLocal<EntryPointInterception?> Flowing = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The interception that the calling code runs under.</summary>
    public static EntryPointInterception? Current => Flowing.Value;

    public Assembly AppHostAssembly { get; } = appHostAssembly;

    /// <summary>The data folder made for this test alone; null when the test has given one.</summary>
    public string? DataDirectory { get; set; }

    public Task<DistributedApplicationBuilder> Builder => _builder.Task;

    /// <summary>Calls the entry point with the arguments, and returns at once.</summary>
    public void Begin(string[] args)
    {
        var thread = new Thread(() => Run(args)) { IsBackground = true, Name = $"{AppHostAssembly.GetName().Name} entry point" };
        thread.Start();
    }

    public Task<DistributedApplication> BuildAsync()
    {
        _mayBuild.TrySetResult();
        return _application.Task;
    }

    /// <summary>The entry point has drawn its map: the test may add to it before the entry point goes on.</summary>
    public void OnBuilding(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public void OnBuilt(DistributedApplication application) => _application.TrySetResult(application);

    public Task WaitForEndAsync() => _ended.Task;

    /// <summary>Lets the entry point return, and removes the data folder that was made for the test.</summary>
    public void End()
    {
        if (DataDirectory is not null && Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
        _mayBuild.TrySetResult();
        _ended.TrySetResult();
    }

    private void Run(string[] args)
    {
        Flowing.Value = this;
        try
        {
            MethodInfo entryPoint = AppHostAssembly.EntryPoint
                ?? throw new InvalidOperationException($"{AppHostAssembly.GetName().Name} is not a program.");
            object?[] parameters = entryPoint.GetParameters().Length == 0 ? [] : [args];
            if (entryPoint.Invoke(null, parameters) is Task task)
            {
                task.GetAwaiter().GetResult();
            }
            Fail(new InvalidOperationException($"The entry point of {AppHostAssembly.GetName().Name} ended without building an application."));
        }
        catch (TargetInvocationException exception)
        {
            Fail(exception.InnerException ?? exception);
        }
        catch (InvalidOperationException exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }
}
