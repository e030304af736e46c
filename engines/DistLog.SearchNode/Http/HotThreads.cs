using System.Diagnostics;
using System.Globalization;
using System.Text;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Http;

/// <summary><c>_nodes/hot_threads</c>: the threads that used the processor most over a short while, as text.</summary>
internal static class HotThreads
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);

    public static async Task HandleAsync(RestRequest request)
    {
        var interval = request.Parameter("interval") is { } text ? Durations.Parse(text, "interval") : TimeSpan.FromMilliseconds(500);
        interval = interval < LongestInterval ? interval : LongestInterval;
        var most = Math.Clamp(request.Int("threads") ?? 3, 1, 100);
        var before = Used();
        await Task.Delay(interval, request.Aborted);
        var after = Used();
        var busiest = after.Select(pair => (Thread: pair.Key, Used: pair.Value - before.GetValueOrDefault(pair.Key))).Where(pair => pair.Used > TimeSpan.Zero).OrderByDescending(pair => pair.Used).Take(most);
        var answer = new StringBuilder($"::: {{{NodeIdentity.Name}}}{{{NodeIdentity.Id}}}\n");
        answer.Append(CultureInfo.InvariantCulture, $"   Hot threads at {request.Node.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}, interval={interval.TotalMilliseconds:0}ms, busiestThreads={most}, ignoreIdleThreads=true:\n");
        foreach (var (thread, used) in busiest)
        {
            answer.Append(CultureInfo.InvariantCulture, $"   \n   {used / interval * 100:0.0}% ({used.TotalMilliseconds:0}ms out of {interval.TotalMilliseconds:0}ms) cpu usage by thread '{NameOf(thread)}' ({thread})\n");
        }

        await request.Text(answer.Append('\n').ToString());
    }

    private static Dictionary<int, TimeSpan> Used()
    {
        using var process = Process.GetCurrentProcess();
        var used = new Dictionary<int, TimeSpan>();
        foreach (ProcessThread thread in process.Threads)
        {
            try
            {
                used[thread.Id] = thread.TotalProcessorTime;
            }
            catch (Exception ended) when (ended is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // A thread that has just ended isn't busy any more.
            }
        }

        return used;
    }

    private static string NameOf(int thread)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{thread}/comm");
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "?";
    }
}
