using System.Globalization;
using DistLog.SearchNode.Http;

namespace DistLog.SearchNode;

/// <summary>A switch that isn't there, or a value that it can't have.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

/// <summary>The switches for running the node by itself; in DistLog's own host it gets its settings from the environment.</summary>
internal static class CommandLine
{
    public const string Usage = """
        DistLog search node: a log store that speaks Elasticsearch's API.

          --port N       listen on 127.0.0.1:N              (default 9200; or ASPNETCORE_URLS, or --urls)
          --data DIR     keep everything in this folder     (default .distlog/searchnode)
          --version      show the version of Elasticsearch's API
          --help         show this

        Each setting can be given as SearchNode__NAME in the environment or as --SearchNode:NAME VALUE here:

          DataDirectory            the folder for all data; one node at a time             .distlog/searchnode
          BufferMegabytes          MiB of documents in memory before they become a segment 32
          FlushSeconds             seconds after which they become one even if they are few 30
          RefreshMilliseconds      until a document is searchable, at most                 500
          CacheMegabytes           MiB of columns read from disk that are kept in memory   32
          SlowSearchMilliseconds   milliseconds from which on the log names a search       2000
          RequestMegabytes         MiB of the largest request body, decompressed           100
          MinimumFreeMegabytes     MiB of free disk below which writes are refused         256
          Security:Username        the built-in user, who may do everything                elastic
          Security:Password        once it is set, every request needs it or an API key    (none)
          Security:AllowInsecureRemote  listen beyond this machine without a password      false

        A password belongs in the environment (SearchNode__Security__Password), where other users of the machine don't see it.
        """;

    private static readonly string[] Switches = ["--urls", "--environment", "--contentRoot", "--applicationName"];

    /// <summary>Configuration keys for the switches; null where only help or the version was asked for, which is then shown.</summary>
    /// <exception cref="CommandLineException">A switch isn't known, or its value can't be.</exception>
    public static string[]? Translate(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(Usage);
            return null;
        }

        if (args.Contains("--version"))
        {
            Console.WriteLine(InfoEndpoints.Version);
            return null;
        }

        var translated = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args, ref i);
            translated.AddRange(name switch
            {
                "--port" => ["--urls", $"http://127.0.0.1:{Port(value)}"],
                "--data" => ["--SearchNode:DataDirectory", value],
                _ when name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':') || Switches.Contains(name)) => new[] { name, value },
                _ => throw new CommandLineException($"{name} is no switch of the search node; --help shows all of them"),
            });
        }

        var hasUrl = translated.Contains("--urls") || Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } || Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") is { Length: > 0 };
        return hasUrl ? [.. translated] : [.. translated, "--urls", "http://127.0.0.1:9200"];
    }

    private static ushort Port(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw new CommandLineException($"--port {value}: a port is a number from 0 to 65535");

    private static (string Name, string Value) Split(string[] args, ref int i)
    {
        var equals = args[i].IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return (args[i][..equals], args[i][(equals + 1)..]);
        }

        return i + 1 < args.Length
            ? (args[i], args[++i])
            : throw new CommandLineException($"{args[i]} needs a value; --help shows all switches");
    }
}
