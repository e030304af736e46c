using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Live;

/// <summary><c>GET /live?topics=logs,nodes</c>: the stream of server-sent events behind an open page.</summary>
internal sealed class LiveEndpoint(LiveHub hub, LiveSnapshot snapshot, IOptions<ConsoleOptions> options, IHostApplicationLifetime lifetime)
{
    // Milliseconds after which a browser asks again when the stream is cut.
    private static readonly byte[] Retry = "retry: 1000\n\n"u8.ToArray();
    private static readonly byte[] SignOfLife = "event: beat\ndata: 0\n\n"u8.ToArray();

    public async Task HandleAsync(HttpContext context)
    {
        using var connection = hub.TryConnect(ParseTopics(context.Request.Query["topics"]));
        if (connection is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            await context.Response.WriteAsync("Too many live pages are open (Console:MaxConnections). Close some, or raise the limit.");
            return;
        }

        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await StreamAsync(connection, context.Response, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was closed, or the console stops: the stream's normal end.
        }
    }

    private static LiveTopics ParseTopics(string? text)
    {
        var topics = LiveTopics.None;
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            topics |= name switch
            {
                "logs" => LiveTopics.Logs,
                "nodes" => LiveTopics.Nodes,
                "alerts" => LiveTopics.Alerts,
                "counts" => LiveTopics.Counts,
                _ => LiveTopics.None,
            };
        }

        return topics;
    }

    // Connected first, then the snapshot: what happens in between comes twice rather than never, and rows have keys.
    private async Task StreamAsync(LiveConnection connection, HttpResponse response, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Retry, cancellationToken);
        foreach (var message in snapshot.Take(connection.Topics))
        {
            await response.Body.WriteAsync(message.Frame, cancellationToken);
        }

        await response.Body.FlushAsync(cancellationToken);
        while (true)
        {
            await WriteNextAsync(connection, response, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private async Task WriteNextAsync(LiveConnection connection, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(connection, cancellationToken))
        {
            await response.Body.WriteAsync(SignOfLife, cancellationToken);
        }

        if (connection.TakeDropped() is > 0 and var dropped)
        {
            await response.Body.WriteAsync(LiveMessage.Create(LiveTopics.Status, "dropped", dropped, LiveJson.Default.Int64).Frame, cancellationToken);
        }

        while (connection.Messages.TryRead(out var message))
        {
            await response.Body.WriteAsync(message.Frame, cancellationToken);
        }
    }

    private async Task<bool> WaitAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        heartbeat.CancelAfter(options.Value.LiveHeartbeat);
        try
        {
            return await connection.Messages.WaitToReadAsync(heartbeat.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
