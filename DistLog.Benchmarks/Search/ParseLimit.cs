using System.Text.Json;

namespace DistLog.Benchmarks.Search;

/// <summary>The least that reading JSON costs: the framework's own reader over the same documents, doing nothing with them.</summary>
internal static class ParseLimit
{
    private const int WarmUps = 3;
    private const int Rounds = 5;

    /// <summary>Microseconds of CPU time a document, the best of some rounds.</summary>
    public static double Measure(IReadOnlyList<byte[]> documents)
    {
        var best = double.MaxValue;
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            foreach (var document in documents)
            {
                Read(document);
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / documents.Count);
        }

        return best;
    }

    private static void Read(byte[] document)
    {
        var reader = new Utf8JsonReader(document);
        while (reader.Read())
        {
        }
    }
}
