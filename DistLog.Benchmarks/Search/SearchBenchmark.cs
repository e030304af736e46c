using System.Net.Http.Headers;
using System.Text.Json;

namespace DistLog.Benchmarks.Search;

/// <summary>
/// The search node in a process of its own: what writing costs, what is on the disk afterwards, how long queries take, and both at once;
/// each beside the limit that the same run measures.
/// </summary>
internal sealed class SearchBenchmark(SearchOptions options)
{
    private const double Microseconds = 1e6;

    /// <summary>The figures of DESIGN for queries are for a million events.</summary>
    private const int GoalEvents = 1_000_000;

    /// <summary>Bytes of the loopback's measurement: enough for a second or so, and they are held in memory.</summary>
    private const long LoopbackBytes = 200 << 20;

    private EventFile _events = null!;
    private EventFile _more = null!;
    private NodeProcess _node = null!;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = SearchOptions.Parse(args);
        try
        {
            await new SearchBenchmark(options).RunAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(options.Directory, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        MakeEvents();
        var parse = ParseLimit.Measure(_events.Sample);
        var loopback = await LoopbackAsync();
        var data = Path.Combine(options.Directory, "data");
        _node = await NodeProcess.StartAsync(data);
        await using (_node)
        {
            await InstallAsync();
            ReportMemory("memory, empty");
            await IngestAsync(parse, loopback);
            await DiskAsync(data);
            await QueriesAsync();
            await BothAsync();
        }
    }

    private void MakeEvents()
    {
        using var records = EventFile.Records(options).GetEnumerator();
        _events = EventFile.Write(Path.Combine(options.Directory, "events"), records, options.Events, options.BatchEvents);
        _more = EventFile.Write(Path.Combine(options.Directory, "more"), records, options.Events / 5, options.BatchEvents);
        Report.Head($"{_events.Events:N0} events of {_events.DocumentBytes / _events.Events:N0} B, {options.BatchEvents:N0} a request, {options.Connections} connections, {Environment.ProcessorCount} cores");
    }

    private async Task<double> LoopbackAsync()
    {
        var chunks = new List<ReadOnlyMemory<byte>>();
        using var file = File.OpenHandle(_events.Path);
        foreach (var batch in _events.Batches.TakeWhile(batch => batch.Offset < LoopbackBytes))
        {
            var bytes = new byte[batch.Length];
            RandomAccess.Read(file, bytes, batch.Offset);
            chunks.Add(bytes);
        }

        var taken = await LoopbackLimit.MeasureAsync([.. chunks], CancellationToken.None);
        return _events.Batches.Take(chunks.Count).Sum(batch => batch.Events) / taken.TotalSeconds;
    }

    /// <summary>The templates that the storage service installs.</summary>
    private async Task InstallAsync()
    {
        await PutAsync("/_ilm/policy/distlog-logs", "lifecycle-policy.json");
        await PutAsync("/_index_template/distlog-logs", "logs.json");
        await PostAsync("/_data_stream/logs-distlog-default", "", HttpMethod.Put);
        await PostAsync("/_aliases", """{"actions":[{"add":{"index":"logs-distlog-default","alias":"logs"}}]}""");
    }

    private async Task PutAsync(string path, string file) =>
        await PostAsync(path, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "templates", file)), HttpMethod.Put);

    private async Task<byte[]> PostAsync(string path, string body, HttpMethod? method = null)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = content };
        using var response = await _node.Client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{path}: {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    private async Task IngestAsync(double parse, double loopback)
    {
        var before = _node.CpuTime;
        var taken = await Ingest.RunAsync(_node.Client, _events, options.Connections);
        var acknowledged = _node.CpuTime - before;
        var peak = ProcessMemory.Of(_node.Id);
        await SettleAsync();
        var settled = _node.CpuTime - before;
        await CheckCountAsync(_events.Events);
        var micros = acknowledged.TotalSeconds * Microseconds / _events.Events;
        Report.Head("Writing");
        Report.Goal("acknowledged, documents/s", _events.Events / taken.TotalSeconds, "N0", 250_000, atLeast: true);
        Report.Goal("CPU of the node, µs a document, until acknowledged", micros, "0.0", 4, atLeast: false);
        Report.Figure("CPU of the node, until flushed and merged", settled.TotalSeconds * Microseconds / _events.Events, "0.0");
        Report.Figure("limit: bare Utf8JsonReader, µs of CPU a document", parse, "0.00");
        Report.Figure("CPU, times the bare parse", micros / parse, "0.0");
        Report.Figure("limit: same bytes through a socket, documents/s", loopback, "N0");
        ReportPeak(peak);
        ReportMemory("memory, flushed");
    }

    /// <summary>Flushes, and waits until the node does no more on its own.</summary>
    private async Task SettleAsync()
    {
        await PostAsync("/_refresh", "");
        await PostAsync("/_flush", "");
        for (var quiet = 0; quiet < 3;)
        {
            var before = _node.CpuTime;
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            quiet = (_node.CpuTime - before).TotalMilliseconds < 50 ? quiet + 1 : 0;
        }
    }

    private async Task CheckCountAsync(long expected)
    {
        using var json = JsonDocument.Parse(await PostAsync("/logs-distlog-default/_count", ""));
        var count = json.RootElement.GetProperty("count").GetInt64();
        if (count != expected)
        {
            throw new InvalidOperationException($"{count} documents are found of {expected} that were acknowledged");
        }
    }

    private async Task DiskAsync(string data)
    {
        Report.Head("Disk, bytes an event");
        ReportDisk(data, "written");
        if (options.HasMerge)
        {
            await PostAsync("/_forcemerge?max_num_segments=1", "");
            await SettleAsync();
            ReportDisk(data, "merged");
        }

        foreach (var (name, bytes) in await Compressors.RunAsync(_events.Sample, options.Directory))
        {
            Report.Figure($"{name} of the first {_events.Sample.Count:N0} documents", bytes, "0.0");
        }
    }

    private void ReportDisk(string data, string state)
    {
        var files = new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).ToArray();
        foreach (var kind in files.GroupBy(file => file.Extension).Where(kind => kind.Sum(file => file.Length) > 0).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            Report.Figure($"{state}: {kind.Count()} files {kind.Key}", (double)kind.Sum(file => file.Length) / _events.Events, "0.0");
        }

        Report.Goal($"{state}: all but the log of writes", (double)files.Where(file => file.Extension != ".wal").Sum(file => file.Length) / _events.Events, "0.0", 60, atLeast: false);
    }

    private async Task QueriesAsync()
    {
        var restart = await _node.RestartAsync();
        Report.Head($"Queries, one at a time, {options.Repeats} times each after the first, on a node just started");
        Report.LatencyHead();
        foreach (var question in Questions())
        {
            Report.Latency(question, await Asking.MeasureAsync(_node, question, options.Repeats), _events.Events <= GoalEvents);
        }

        Report.Figure("start on this data, ms", restart.TotalMilliseconds, "N0");
        ReportMemory("memory after the queries");
    }

    private IReadOnlyList<Question> Questions() => Question.All(_events.Probes, options.Repeats);

    private async Task BothAsync()
    {
        if (_more.Events == 0)
        {
            return;
        }

        var isWritten = false;
        var before = _node.CpuTime;
        var asking = Asking.UntilAsync(_node.Client, Questions(), () => Volatile.Read(ref isWritten));
        var taken = await Ingest.RunAsync(_node.Client, _more, options.Connections);
        Volatile.Write(ref isWritten, true);
        var latency = await asking;
        Report.Head("Both at once: the queries above in turn on one connection while a fifth more is written");
        Report.Figure("acknowledged, documents/s", _more.Events / taken.TotalSeconds, "N0");
        Report.Figure("CPU of the node, µs a document, queries included", (_node.CpuTime - before).TotalSeconds * Microseconds / _more.Events, "0.0");
        Report.Figure($"query, median ms of {latency.Found:N0}", latency.Median, "0.0");
        Report.Figure("query, p99 ms", latency.P99, "0.0");
        ReportPeak(ProcessMemory.Of(_node.Id));
    }

    private static void ReportPeak(ProcessMemory? memory)
    {
        if (memory is { } known)
        {
            Report.Figure("memory at its highest, RSS MiB", known.Peak, "N0");
        }
    }

    private void ReportMemory(string name)
    {
        if (ProcessMemory.Of(_node.Id) is { } memory)
        {
            Report.Line(name + ", RSS / PSS MiB", $"{memory.Resident} / {memory.Proportional}");
        }
    }
}
