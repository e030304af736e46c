using System.Text;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Elasticsearch;
using Microsoft.Extensions.Options;

namespace DistLog.Storage.Schema;

/// <summary>Puts templates, data streams, indices and the alias in place; tries until the store has taken all of them.</summary>
internal sealed class SchemaInstaller(
    ElasticsearchClient store,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<SchemaInstaller> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private static readonly byte[] NoFailureStore = """{"failure_store":{"enabled":false}}"""u8.ToArray();

    private static readonly (string Name, string File)[] Templates =
    [
        ("distlog-logs", "logs"), ("distlog-alerts", "alerts"), ("distlog-traces", "traces"), ("distlog-nodes", "nodes"), ("distlog-dead-letters", "dead-letters"),
    ];

    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        while (await TryInstallAsync(cancellationToken) is { } problem)
        {
            Log.SchemaNotReady(logger, problem);
            await Task.Delay(RetryDelay, time, cancellationToken);
        }

        Log.SchemaReady(logger);
    }

    /// <summary>Null, or what stood in the way.</summary>
    private async Task<string?> TryInstallAsync(CancellationToken cancellationToken)
    {
        try
        {
            await InstallLifecycleAsync(cancellationToken);
            foreach (var (name, file) in Templates)
            {
                await PutAsync($"_index_template/{name}", SchemaFiles.Template(file, options.Value.Replicas), cancellationToken);
            }

            await CreateAsync(cancellationToken);
            await DisableFailureStoresAsync(cancellationToken);
            await AddAliasAsync(cancellationToken);
            return null;
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "it did not answer in time";
        }
    }

    private async Task InstallLifecycleAsync(CancellationToken cancellationToken)
    {
        var answer = await store.SendAsync(HttpMethod.Put, "_ilm/policy/distlog-logs", SchemaFiles.LifecyclePolicy, cancellationToken: cancellationToken);
        if (answer.Status is 400 or 404 or 405 or 410 or 501)
        {
            Log.NoLifecycle(logger, answer.Status);
        }
        else
        {
            Require(answer, "_ilm/policy/distlog-logs");
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[Indices.Logs, Indices.Alerts, Indices.Traces])
        {
            await PutAsync($"_data_stream/{name}", [], cancellationToken);
        }

        foreach (var name in (string[])[Indices.Nodes, Indices.DeadLetters])
        {
            await PutAsync(name, [], cancellationToken);
        }
    }

    /// <summary>
    /// Newer stores keep what they can't take in an index of their own, and answer that all is well. A refusal is better: it becomes
    /// a dead letter, with its reason, in the one place where such events are looked for. Older stores have no such option.
    /// </summary>
    private async Task DisableFailureStoresAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[Indices.Logs, Indices.Alerts, Indices.Traces])
        {
            var path = $"_data_stream/{name}/_options";
            var answer = await store.SendAsync(HttpMethod.Put, path, NoFailureStore, cancellationToken: cancellationToken);
            if (answer.Status is not (400 or 404 or 405))
            {
                Require(answer, path);
            }
        }
    }

    private async Task AddAliasAsync(CancellationToken cancellationToken)
    {
        const string actions = "{\"actions\":[{\"add\":{\"index\":\"" + Indices.Logs + "\",\"alias\":\"" + Indices.LogsAlias + "\"}}]}";
        Require(await store.PostAsync("_aliases", actions, cancellationToken), "_aliases");
    }

    private async Task PutAsync(string path, byte[] body, CancellationToken cancellationToken) =>
        Require(await store.SendAsync(HttpMethod.Put, path, body, cancellationToken: cancellationToken), path);

    private static void Require(ElasticsearchResponse answer, string path)
    {
        if (!answer.IsSuccess && !AlreadyExists(answer))
        {
            throw new HttpRequestException($"{path}: HTTP {answer.Status}, {Excerpt(answer)}");
        }
    }

    private static bool AlreadyExists(ElasticsearchResponse answer) =>
        answer.Status == 400 && answer.Body.Span.IndexOf("resource_already_exists_exception"u8) >= 0;

    private static string Excerpt(ElasticsearchResponse answer) =>
        Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, 500)]);
}
