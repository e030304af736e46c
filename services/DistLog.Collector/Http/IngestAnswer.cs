using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DistLog.Collector.Records;

namespace DistLog.Collector.Http;

/// <summary>Writes what the sender is told.</summary>
internal static class IngestAnswer
{
    /// <summary>200 without a body where every record was taken; else 400 with what was not, and how many were.</summary>
    public static Task WriteAsync(HttpResponse response, RecordIntake intake)
    {
        if (intake.Rejected == 0)
        {
            response.ContentLength = 0;
            return Task.CompletedTask;
        }
        return SendAsync(response, StatusCodes.Status400BadRequest, json => WriteRejections(json, intake));
    }

    /// <summary>The status with <c>{"error": …}</c>, and Retry-After where coming again may help.</summary>
    public static Task RefuseAsync(HttpResponse response, HttpRefusal refusal)
    {
        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        return SendAsync(response, refusal.Status, json => json.WriteString("error", refusal.Message));
    }

    private static void WriteRejections(Utf8JsonWriter json, RecordIntake intake)
    {
        json.WriteString("error", "what could not be read as a record is in the dead letters; do not send the others again");
        json.WriteNumber("accepted", intake.Accepted);
        json.WriteNumber("rejected", intake.Rejected);
        Write(json, intake.Rejections[0]);
        json.WriteStartArray("details");
        foreach (var rejection in intake.Rejections)
        {
            json.WriteStartObject();
            Write(json, rejection);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Rejection rejection)
    {
        json.WriteNumber("index", rejection.Index);
        json.WriteNumber("position", rejection.Position);
        json.WriteString("reason", rejection.Reason);
    }

    private static async Task SendAsync(HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory);
    }
}
