using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>Turns a resource with its annotations into a process to start.</summary>
internal sealed class ProcessSpecBuilder(DistributedApplicationExecutionContext executionContext, ProcessDefaults defaults)
{
    public async Task<ProcessSpec> BuildAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        (string fileName, string[] leading, string workingDirectory) = instance.Resource switch
        {
            ProjectResource project => OfProject(project),
            ExecutableResource executable => (executable.Command, [], executable.WorkingDirectory),
            _ => throw new InvalidOperationException($"'{instance.Resource.GetType()}' is not a process."),
        };
        List<string> arguments = [.. leading, .. await ArgumentsAsync(instance, cancellationToken).ConfigureAwait(false)];
        Dictionary<string, string> environment = await EnvironmentAsync(instance, cancellationToken).ConfigureAwait(false);
        return new ProcessSpec(fileName, arguments, workingDirectory, environment);
    }

    /// <summary>The executable made by the build, so that process lists show its name; <c>dotnet X.dll</c> where there is none.</summary>
    private static (string FileName, string[] Leading, string WorkingDirectory) OfProject(ProjectResource project)
    {
        if (!project.TryGetLastAnnotation<IProjectMetadata>(out IProjectMetadata? metadata) || metadata is not IBuiltProject built)
        {
            throw new DistributedApplicationException(
                $"Resource '{project.Name}' has no build output: add it as AddProject<Projects.NAME>, or by the path of a project.");
        }
        string workingDirectory = Path.GetDirectoryName(metadata.ProjectPath)!;
        string executable = Path.ChangeExtension(built.TargetPath, OperatingSystem.IsWindows() ? ".exe" : null);
        if (File.Exists(executable))
        {
            return (executable, [], workingDirectory);
        }
        return File.Exists(built.TargetPath)
            ? (Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [built.TargetPath], workingDirectory)
            : throw new DistributedApplicationException(
                $"Resource '{project.Name}' has not been built: {executable} does not exist. Build {metadata.ProjectPath}.");
    }

    private static async Task<List<string>> ArgumentsAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        List<object> args = [];
        var context = new CommandLineArgsCallbackContext(args, instance.Resource, cancellationToken);
        foreach (CommandLineArgsCallbackAnnotation annotation in instance.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }
        List<string> resolved = new(args.Count);
        foreach (object arg in args)
        {
            resolved.Add(await ResolveAsync(arg, cancellationToken).ConfigureAwait(false));
        }
        return resolved;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        Dictionary<string, object> variables = defaults.For(instance);
        var context = new EnvironmentCallbackContext(executionContext, instance.Resource, variables, cancellationToken);
        foreach (EnvironmentCallbackAnnotation annotation in instance.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }
        Dictionary<string, string> resolved = new(variables.Count);
        foreach ((string name, object value) in variables)
        {
            resolved[name] = await ResolveAsync(value, cancellationToken).ConfigureAwait(false);
        }
        return resolved;
    }

    private static async Task<string> ResolveAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "",
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
