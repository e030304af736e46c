using System.Globalization;

namespace DistLog.Benchmarks.Search;

/// <summary>Prints the figures, each beside what is to be reached.</summary>
internal static class Report
{
    public static void Head(string text) => Console.WriteLine($"\n{text}");

    public static void Line(string name, string value) => Console.WriteLine($"  {name,-52} {value,18}");

    /// <summary>A figure that should be at least, or at most, the goal.</summary>
    public static void Goal(string name, double value, string format, double goal, bool atLeast)
    {
        var isReached = atLeast ? value >= goal : value <= goal;
        Line(name, Number(value, format) + $"   to reach {(atLeast ? "≥" : "≤")} {Number(goal, format)}: {(isReached ? "reached" : "missed")}");
    }

    public static void Figure(string name, double value, string format) => Line(name, Number(value, format));

    public static void LatencyHead() => Console.WriteLine($"  {"ms",-52} {"first",9} {"median",9} {"p99",9} {"CPU",9} {"found",10}");

    public static void Latency(Question question, Latency? measured, bool hasGoal)
    {
        if (measured is not { } latency)
        {
            Console.WriteLine($"  {question.Name,-52} not supported");
            return;
        }

        var verdict = question.GoalMs is { } goal && hasGoal ? string.Create(CultureInfo.InvariantCulture, $"   to reach ≤ {goal}: {(latency.Median <= goal ? "reached" : "missed")}") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {question.Name,-52} {latency.First,9:0.0} {latency.Median,9:0.0} {latency.P99,9:0.0} {latency.Cpu,9:0.0} {latency.Found,10:N0}") + verdict);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
