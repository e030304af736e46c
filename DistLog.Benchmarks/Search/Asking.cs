using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace DistLog.Benchmarks.Search;

/// <summary>Asks a query and takes the time until its answer is read whole.</summary>
internal static class Asking
{
    /// <summary>Milliseconds, and how many documents matched; null where the node doesn't know such a query.</summary>
    public static async Task<(double Ms, long Found)?> AskAsync(HttpClient client, Question question, int time)
    {
        using var content = new StringContent(question.Bodies[time % question.Bodies.Count], Encoding.UTF8, "application/json");
        var start = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(new Uri(question.Path, UriKind.Relative), content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return response.IsSuccessStatusCode ? (ms, Found(answer)) : null;
    }

    public static async Task<Latency?> MeasureAsync(NodeProcess node, Question question, int repeats)
    {
        if (await AskAsync(node.Client, question, 0) is not { } first)
        {
            return null;
        }

        var times = new List<double>();
        var before = node.CpuTime;
        for (var time = 1; time <= repeats; time++)
        {
            times.Add((await AskAsync(node.Client, question, time))!.Value.Ms);
        }

        return Latency.Of(first.Ms, times, node.CpuTime - before, first.Found);
    }

    /// <summary>Asks all questions in turn until told to stop.</summary>
    public static async Task<Latency> UntilAsync(HttpClient client, IReadOnlyList<Question> questions, Func<bool> isOver)
    {
        var times = new List<double>();
        for (var time = 0; !isOver() || time == 0; time++)
        {
            if (await AskAsync(client, questions[time % questions.Count], time / questions.Count) is { } answer)
            {
                times.Add(answer.Ms);
            }
        }

        return Latency.Of(times[0], times, TimeSpan.Zero, times.Count);
    }

    private static long Found(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("count", out var count)
            ? count.GetInt64()
            : json.RootElement.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
    }
}
