using System.Diagnostics;

namespace DistLog.Tests.Support;

/// <summary>Runs a third-party client as a program of its own.</summary>
internal static class Script
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script of the folder Clients with Debian's Python; fails the test with its output when it fails.</summary>
    public static Task PythonAsync(string script, params string[] arguments) =>
        RunAsync(ThirdParty.Python, [Path.Combine(AppContext.BaseDirectory, "Clients", script), .. arguments]);

    /// <summary>Runs a program to its end and returns what it printed; fails the test when it exits with another code than 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran longer than {Deadline.TotalSeconds} s");
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        return await output;
    }
}
