using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DistLog.ServiceDefaults.Elasticsearch;

namespace DistLog.Tests.Storage;

/// <summary>A store that answers as it is told, request after request, and then takes everything.</summary>
internal sealed class ScriptedStore : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<string, HttpResponseMessage>> _answers = new();
    private readonly ConcurrentQueue<(string Path, string Body)> _requests = new();

    public IReadOnlyList<(string Path, string Body)> Requests => [.. _requests];

    /// <summary>Called for each request before it is answered.</summary>
    public Func<string, Task> OnRequest { get; set; } = _ => Task.CompletedTask;

    public ElasticsearchClient Client => new(new HttpClient(this) { BaseAddress = new("http://store/") });

    public static string Taken(int count) => Items([.. Enumerable.Repeat(201, count)]);

    public static string Items(params int[] statuses)
    {
        var items = statuses.Select(status => status < 300
            ? $$"""{"create":{"_index":"i","status":{{status}} } }"""
            : $$"""{"create":{"error":{"type":"t{{status}}","reason":"because","caused_by":{"reason":"deep"} },"status":{{status}} } }""");
        var errors = statuses.Any(status => status >= 300) ? "true" : "false";
        return $$"""{"took":1,"errors":{{errors}},"items":[{{string.Join(',', items)}}]}""";
    }

    public void Answer(int status, string body = "{}") => _answers.Enqueue(_ => Message(status, body));

    public void Answer(Func<string, (int Status, string Body)> answer) => _answers.Enqueue(body =>
    {
        var (status, text) = answer(body);
        return Message(status, text);
    });

    public void Fail(Exception exception) => _answers.Enqueue(_ => throw exception);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _requests.Enqueue((request.RequestUri!.PathAndQuery, body));
        await OnRequest(body);
        return _answers.TryDequeue(out var answer) ? answer(body) : Message(200, Taken(body.Split('\n').Length / 2));
    }

    private static HttpResponseMessage Message(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
