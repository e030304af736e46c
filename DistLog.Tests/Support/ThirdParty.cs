using System.Diagnostics;

namespace DistLog.Tests.Support;

/// <summary>
/// Runs a test only where a third-party client is installed: elsewhere it is skipped on a laptop, and fails where
/// CI=true, since .ci/run installs every client. Use <see cref="ThirdPartyFactAttribute"/> on the test.
/// </summary>
internal static class ThirdParty
{
    /// <summary>Debian's interpreter, which has Debian's python3-* modules; another python3 on the PATH need not.</summary>
    public const string Python = "/usr/bin/python3";

    public const string Chromium = "/usr/bin/chromium";

    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>What is missing, or null.</summary>
    /// <param name="needs"><c>python:MODULE</c>, <c>chromium</c>, or a program's name.</param>
    public static string? Missing(IEnumerable<string> needs) => needs.FirstOrDefault(need => !IsThere(need));

    private static bool IsThere(string need) => need switch
    {
        "chromium" => File.Exists(Chromium),
        _ when need.StartsWith("python:", StringComparison.Ordinal) => File.Exists(Python) && Succeeds(Python, "-c", $"import {need["python:".Length..]}"),
        _ => Succeeds("which", need),
    };

    private static bool Succeeds(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
