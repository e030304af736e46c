using System.Runtime.CompilerServices;

namespace DistLog.Tests.Docs;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", ".git", ".distlog", "node_modules", "TestResults"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static IEnumerable<string> Files(string pattern) => Files(new DirectoryInfo(Root), pattern);

    private static IEnumerable<string> Files(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(child => !Generated.Contains(child.Name)).SelectMany(child => Files(child, pattern)));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
