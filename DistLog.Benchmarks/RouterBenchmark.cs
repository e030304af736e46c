using System.Globalization;
using System.Text;
using System.Text.Json;
using DistLog.Contracts;
using DistLog.Router.Deduplication;
using DistLog.Router.Normalisation;

namespace DistLog.Benchmarks;

/// <summary>What the router does to each event, beside the bare parse of the same bytes. Figures are CPU time, so that neighbours hardly matter.</summary>
internal static class RouterBenchmark
{
    private const int Events = 100_000;
    private const int WarmUps = 5;
    private const int Rounds = 5;
    private const long ArrivalMs = 1_795_161_600_000;

    public static int Run()
    {
        var records = Enumerable.Range(0, Events).Select(Record).ToArray();
        var normaliser = new Normaliser();
        var window = new DeduplicationWindow(Events);
        var parse = Measure("bare parse (Utf8JsonReader)", records, Parse);
        var normalise = Measure("normalise", records, value => normaliser.Normalise(value, Arrival));
        Measure("normalise, identify, deduplicate", records, value => Route(normaliser, window, value));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"normalising takes {normalise / parse:0.00} times the bare parse; records of {records[0].Length} B"));
        return 0;
    }

    private static Arrival Arrival => new(ArrivalMs, null, 0, 0);

    /// <summary>Nanoseconds of CPU time an event.</summary>
    private static double Measure(string name, byte[][] records, Action<byte[]> action)
    {
        var best = double.MaxValue;
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Array.ForEach(records, action);
            var taken = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / records.Length;
            best = round < WarmUps ? best : Math.Min(best, taken);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {best,6:0} ns an event, {1e9 / best,11:N0} events/s a core"));
        return best;
    }

    private static void Parse(byte[] value)
    {
        var reader = new Utf8JsonReader(value);
        while (reader.Read())
        {
        }
    }

    private static void Route(Normaliser normaliser, DeduplicationWindow window, byte[] value)
    {
        var normalised = normaliser.Normalise(value, Arrival);
        window.Add(EventIdentity.DocumentId(normalised.NodeId, normalised.LogId));
    }

    private static byte[] Record(int i) => Encoding.UTF8.GetBytes($$"""
        {"log_id":"{{Guid.NewGuid()}}","node_id":"payment-{{i % 50}}","log_level":"INFO","message_type":"LOG","message":"Payment {{i}} of customer {{i % 997}} took its way","service_name":"PaymentService","timestamp":"2026-11-20T08:00:00.123Z","trace_id":"{{Guid.NewGuid():N}}","attributes":{"customer":"{{i % 997}}","n":{{i}}},"@tag":"shop.payments","@sender":"127.0.0.1"}
        """);
}
