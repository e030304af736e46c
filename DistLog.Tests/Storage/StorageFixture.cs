using System.Diagnostics.Metrics;
using System.Text;
using DistLog.Storage;
using DistLog.Storage.Bulk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.Storage;

/// <summary>A bulk writer between a scripted store and a recording sink, with retries that hardly wait.</summary>
internal sealed class StorageFixture
{
    public StorageFixture()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var delay = new RetryDelay(Options.Create(new StorageOptions { FirstRetryMs = 1, MaxRetryMs = 2 }), new Random(1));
        Writer = new(Store.Client, Sink, delay, new StorageMetrics(meters), TimeProvider.System, NullLogger<BulkWriter>.Instance);
    }

    public ScriptedStore Store { get; } = new();

    public RecordingSink Sink { get; } = new();

    public BulkWriter Writer { get; }

    /// <summary>A request of documents {"n":0}, {"n":1}, … with ids id0, id1, ….</summary>
    public static BulkRequest Request(int count)
    {
        var request = new BulkRequest("logs", "logs-distlog-default");
        for (var i = 0; i < count; i++)
        {
            request.Add("create"u8, Encoding.UTF8.GetBytes($"id{i}"), Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), 2, 100 + i);
        }

        return request;
    }

    /// <summary>The numbers of the documents in a request's body.</summary>
    public static int[] Numbers(string body) =>
        [.. body.Split('\n').Where(line => line.StartsWith("{\"n\"", StringComparison.Ordinal)).Select(line => int.Parse(line[5..^1]))];

    public async Task WriteAsync(int count) =>
        await Writer.WriteAsync(Request(count), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
}
