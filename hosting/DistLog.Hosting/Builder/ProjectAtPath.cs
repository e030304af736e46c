using Aspire.Hosting;

namespace DistLog.Hosting;

/// <summary>A project given by its path, whose output lies where the AppHost's own output suggests.</summary>
internal sealed class ProjectAtPath(string projectPath) : IProjectMetadata, IBuiltProject
{
    public string ProjectPath { get; } = projectPath;

    public bool SuppressBuild => true;

    public string TargetPath
    {
        get
        {
            // …/bin/CONFIGURATION/FRAMEWORK/
            string framework = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            string configuration = Path.GetFileName(Path.GetDirectoryName(framework)) ?? "Debug";
            return Path.Combine(
                Path.GetDirectoryName(ProjectPath)!, "bin", configuration, Path.GetFileName(framework),
                Path.GetFileNameWithoutExtension(ProjectPath) + ".dll");
        }
    }
}
