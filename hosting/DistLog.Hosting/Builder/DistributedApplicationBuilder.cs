using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting;
using DistLog.Hosting.Orchestration;
using DistLog.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Collects resources and builds the application that runs them.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _inner;
    private readonly EntryPointInterception? _interception;
    private readonly string[] _args;

    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
        : this(options, EntryPointInterception.Current)
    {
    }

    internal DistributedApplicationBuilder(DistributedApplicationOptions options, EntryPointInterception? interception)
    {
        ArgumentNullException.ThrowIfNull(options);
        _interception = interception;
        _args = options.Args ?? [];
        AppHostAssembly = _interception?.AppHostAssembly ?? FindAssembly(options);
        AppHostDirectory = options.ProjectDirectory ?? DirectoryOf(AppHostAssembly);
        _inner = GenericHost.CreateBuilder(_args, AppHostDirectory, _interception);
        if (interception is null)
        {
            AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        }
        ExecutionContext = new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run);
    }

    public Assembly? AppHostAssembly { get; }

    public string AppHostDirectory { get; }

    public ConfigurationManager Configuration => _inner.Configuration;

    public IHostEnvironment Environment => _inner.Environment;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IServiceCollection Services => _inner.Services;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.TryGetByName(resource.Name, out _))
        {
            throw new DistributedApplicationException($"There are two resources named '{resource.Name}'; names are unique, whatever their case.");
        }
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _interception?.OnBuilding(this);
        Services.AddOrchestration(this, _args, interactive: _interception is null);
        var application = new DistributedApplication(_inner.Build(), _interception);
        _interception?.OnBuilt(application);
        return application;
    }

    /// <summary>A mistake found while the map is drawn is the user's to mend: its message is enough.</summary>
    private static void OnUnhandledException(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is DistributedApplicationException exception)
        {
            Console.Error.WriteLine(exception.Message);
            System.Environment.Exit(1);
        }
    }

    private static Assembly? FindAssembly(DistributedApplicationOptions options) =>
        options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();

    private static string DirectoryOf(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "AppHostProjectPath")?.Value
        ?? Directory.GetCurrentDirectory();
}
