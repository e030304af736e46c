namespace DistLog.Broker.Hosting;

/// <summary>The short options of a broker that is run alone.</summary>
internal static class CommandLine
{
    public const string Help = """
        DistLog.Broker: a single-node broker that speaks the Kafka protocol.

          --port N      port of the Kafka protocol (Broker__Port, default 9092)
          --host A      address to listen on (Broker__Host, default 127.0.0.1)
          --data DIR    folder of the log (Broker__DataDirectory, default .distlog/broker)
          --help        this text

        All settings: docs/kafka-compatibility.md. HTTP health: ASPNETCORE_URLS, /health and /alive.
        """;

    /// <summary>What each short option sets.</summary>
    public static readonly Dictionary<string, string> Switches = new()
    {
        ["--port"] = "Broker:Port",
        ["--host"] = "Broker:Host",
        ["--data"] = "Broker:DataDirectory",
    };

    public static bool WantsHelp(string[] args) => args.Contains("--help") || args.Contains("-h");
}
