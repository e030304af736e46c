using System.Diagnostics;
using System.Text.Json;
using DistLog.Tests.Support;

namespace DistLog.Tests.Collector;

/// <summary>Other people's clients, unchanged.</summary>
public sealed class ThirdPartyClientTests : IAsyncLifetime
{
    private const int Events = 500;

    private CollectorFixture _collector = null!;

    public async Task InitializeAsync() => _collector = await CollectorFixture.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [ThirdPartyFact("python:fluent")]
    public async Task Python_fluent_logger_sends_every_event_once()
    {
        await RunPythonAsync($$$"""
            from fluent import sender
            for nanos in (False, True):
                s = sender.FluentSender('py', host='127.0.0.1', port={{{_collector.ForwardPort}}}, nanosecond_precision=nanos)
                for i in range({{{Events}}}):
                    assert s.emit('ev', {'node_id': 'py', 'seq': i, 'text': 'ünïcode', 'n': {'f': i / 4, 'none': None, 'list': [1, 'x']}}), s.last_error
                s.close()
            """);
        await Wait.ForAsync("all events are there", () => _collector.Sink.Values.Count == 2 * Events);
        CheckSequences(2);
    }

    [ThirdPartyFact("python:requests", "python:msgpack")]
    public async Task Python_requests_sends_every_form()
    {
        await RunPythonAsync($$$"""
            import gzip, json, msgpack, requests
            url = '{{{_collector.Http.BaseAddress}}}py.ev'
            records = [{'node_id': 'py', 'seq': i, 'text': 'ünïcode', 'n': {'f': i / 4, 'none': None, 'list': [1, 'x']}} for i in range({{{Events}}})]
            lines = ''.join(json.dumps(r) + '\n' for r in records)
            s = requests.Session()
            def check(r): assert r.status_code == 200, (r.status_code, r.text)
            check(s.post(url, json=records))
            check(s.post(url, data=lines, headers={'Content-Type': 'application/x-ndjson'}))
            check(s.post(url, data={'json': json.dumps(records)}))
            check(s.post(url, files={'msgpack': msgpack.packb(records)}))
            check(s.post(url, data=msgpack.packb(records), headers={'Content-Type': 'application/msgpack'}))
            check(s.post(url, data=gzip.compress(lines.encode()), headers={'Content-Type': 'application/json', 'Content-Encoding': 'gzip'}))
            check(s.post(url, data=(line.encode() for line in lines.splitlines(True)), headers={'Content-Type': 'application/json'}))
            """);
        CheckSequences(7);
    }

    private void CheckSequences(int times)
    {
        var sequences = _collector.Sink.Values.Select(value => JsonDocument.Parse(value).RootElement.GetProperty("seq").GetInt32());
        Assert.Equal(Enumerable.Repeat(Enumerable.Range(0, Events), times).SelectMany(i => i).Order(), sequences.Order());
        Assert.All(_collector.Sink.Values, value => Assert.Equal("ünïcode", JsonDocument.Parse(value).RootElement.GetProperty("text").GetString()));
        Assert.All(_collector.Sink.Keys, key => Assert.Equal("py", key));
    }

    private static async Task RunPythonAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo(ThirdParty.Python, ["-c", script]) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
