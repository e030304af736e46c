using System.Net;
using DistLog.Collector.Compression;
using DistLog.Collector.Records;
using DistLog.Collector.Sink;
using Microsoft.Extensions.Options;

namespace DistLog.Collector.Http;

/// <summary><c>POST /TAG</c>, as Fluentd's in_http: it answers 200 when the bus has every record.</summary>
internal sealed class IngestEndpoint(
    IRecordSink sink,
    IntakeContext context,
    Inflater inflater,
    BufferBudget buffers,
    IOptions<CollectorOptions> options,
    CollectorMetrics metrics,
    TimeProvider time,
    ILogger<IngestEndpoint> logger)
{
    private readonly CollectorOptions _options = options.Value;
    private readonly RequestBody _body = new(options.Value, inflater);
    private readonly LogLimiter _refusals = new(time);

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await IngestAsync(http);
        }
        catch (HttpRefusal refusal)
        {
            Note(http, refusal);
            await IngestAnswer.RefuseAsync(http.Response, refusal);
        }
    }

    private async Task IngestAsync(HttpContext http)
    {
        CheckMethod(http);
        var intake = new RecordIntake(context, "collector/http", http.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        intake.SetTag(RequestTag.Of(http.Request));
        intake.Time = RequestTime.Of(http.Request);
        using var lease = buffers.Open();
        using var body = await _body.ReadAsync(http.Request, lease, http.RequestAborted);
        var source = await OpenAsync(http.Request, body);
        await DeliverAsync(source, intake);
        await IngestAnswer.WriteAsync(http.Response, intake);
    }

    private static void CheckMethod(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            throw new HttpRefusal(StatusCodes.Status405MethodNotAllowed, "records are sent with POST");
        }
    }

    private static async Task<IRecordSource> OpenAsync(HttpRequest request, PooledBytes body)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new HttpRefusal(StatusCodes.Status400BadRequest, "the body is empty");
        }
        return BodyKinds.Of(request.ContentType, body.Span) switch
        {
            BodyKind.Json => new JsonRecords(body.Memory),
            BodyKind.MsgPack => new MsgPackRecords(body.Memory),
            BodyKind.Form => FormFields.FromUrlEncoded(body.Span),
            _ => await FormFields.FromMultipartAsync(request.ContentType!, body.Memory),
        };
    }

    // The first batch finds room or the sender comes again; the following ones wait for theirs, since half a body is no answer.
    private async Task DeliverAsync(IRecordSource source, RecordIntake intake)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.HttpBusTimeoutSeconds), time);
        var outcomes = new List<Task<BatchOutcome>>();
        try
        {
            bool more;
            do
            {
                more = source.Fill(intake);
                await SubmitAsync(intake, outcomes, deadline.Token);
            }
            while (more);
            Check(await Task.WhenAll(outcomes).WaitAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            throw BusIsAway($"the bus has not acknowledged the records within {_options.HttpBusTimeoutSeconds} s; it may still do so");
        }
    }

    private async ValueTask SubmitAsync(RecordIntake intake, List<Task<BatchOutcome>> outcomes, CancellationToken deadline)
    {
        if (intake.Take() is not { } batch)
        {
            return;
        }
        if (outcomes.Count > 0)
        {
            await sink.AcceptAsync(batch, deadline);
        }
        else if (!sink.TryAccept(batch))
        {
            throw new HttpRefusal(StatusCodes.Status429TooManyRequests, "the queue to the bus is full; come again") { RetryAfter = 1 };
        }
        outcomes.Add(batch.Outcome);
    }

    private static void Check(BatchOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (!outcome.Acked)
            {
                throw BusIsAway($"the bus did not take the records: {outcome.Error}");
            }
        }
    }

    private static HttpRefusal BusIsAway(string reason) => new(StatusCodes.Status503ServiceUnavailable, reason) { RetryAfter = 5 };

    private void Note(HttpContext http, HttpRefusal refusal)
    {
        metrics.Rejected($"http_{refusal.Status}");
        if (_refusals.Allows(out var suppressed))
        {
            Log.RequestRefused(logger, http.Connection.RemoteIpAddress?.ToString() ?? "unknown", refusal.Status, refusal.Message, suppressed);
        }
    }
}
