namespace DistLog.SearchNode;

/// <summary>The switches for running the node by itself; in DistLog's own host it gets its settings from the environment.</summary>
internal static class CommandLine
{
    private const string Usage = """
        DistLog search node: a log store that speaks Elasticsearch's API.

          --port N       listen on 127.0.0.1:N              (default 9200; or ASPNETCORE_URLS)
          --data DIR     keep everything in this folder     (default .distlog/searchnode; or SearchNode__DataDirectory)
          --help         show this

        Every setting stands in docs/elasticsearch-compatibility.md; each can be given as SearchNode__NAME in the environment or
        as --SearchNode:NAME VALUE here.
        """;

    /// <summary>Configuration keys for the switches; null where only help was asked for, which is then shown.</summary>
    public static string[]? Translate(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(Usage);
            return null;
        }

        var translated = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args, ref i);
            translated.AddRange(name switch
            {
                "--port" => ["--urls", $"http://127.0.0.1:{value}"],
                "--data" => ["--SearchNode:DataDirectory", value],
                _ => value.Length == 0 ? [name] : new[] { name, value },
            });
        }

        var hasUrl = translated.Contains("--urls") || Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } || Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") is { Length: > 0 };
        return hasUrl ? [.. translated] : [.. translated, "--urls", "http://127.0.0.1:9200"];
    }

    private static (string Name, string Value) Split(string[] args, ref int i)
    {
        var equals = args[i].IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return (args[i][..equals], args[i][(equals + 1)..]);
        }

        return args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length ? (args[i], args[++i]) : (args[i], "");
    }
}
