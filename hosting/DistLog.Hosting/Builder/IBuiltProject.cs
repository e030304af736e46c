namespace DistLog.Hosting;

/// <summary>
/// Where a project's build output is. The generated <c>Projects.NAME</c> classes have it,
/// so that a process starts from its executable at once rather than through <c>dotnet run</c>.
/// </summary>
public interface IBuiltProject
{
    /// <summary>The built assembly, <c>…/bin/Debug/net10.0/NAME.dll</c>; the executable lies beside it.</summary>
    string TargetPath { get; }
}
