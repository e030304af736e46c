using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>The one place where an exception becomes an answer.</summary>
internal sealed class ErrorHandling(RequestDelegate next, ILogger<ErrorHandling> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers["X-Elastic-Product"] = "Elasticsearch";
        if (http.Request.Headers.TryGetValue("X-Opaque-Id", out var opaqueId))
        {
            http.Response.Headers["X-Opaque-Id"] = opaqueId;
        }

        try
        {
            await next(http);
            await DescribeAsync(http);
        }
        catch (ElasticsearchException refused)
        {
            await AnswerAsync(http, refused);
        }
        catch (JsonException wrong)
        {
            await AnswerAsync(http, new ElasticsearchException(400, "x_content_parse_exception", $"[{(wrong.LineNumber ?? 0) + 1}:{(wrong.BytePositionInLine ?? 0) + 1}] {wrong.Message}"));
        }
        catch (InvalidOperationException wrong) when (wrong.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) ?? false)
        {
            // Strings that aren't Unicode, or a value of another kind than the request should have there.
            await AnswerAsync(http, Refuse.ContentParse("the request body doesn't have the form that is wanted here: " + wrong.Message));
        }
        catch (BadHttpRequestException wrong)
        {
            await AnswerAsync(http, new ElasticsearchException(wrong.StatusCode, wrong.StatusCode == 413 ? "content_too_long_exception" : "illegal_argument_exception", wrong.Message));
        }
        catch (Exception wrong) when (wrong is InvalidDataException || (wrong is InvalidOperationException && wrong.Source == "System.IO.Compression.Brotli"))
        {
            // A body that isn't in the encoding that its header names.
            await AnswerAsync(http, Refuse.IllegalArgument(wrong.Message));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            Log.RequestFailed(log, bug, http.Request.Method, http.Request.Path);
            await AnswerAsync(http, new ElasticsearchException(500, "exception", bug.Message));
        }
    }

    /// <summary>Routing says "not found" and "wrong method" by a bare status; say which.</summary>
    private static Task DescribeAsync(HttpContext http)
    {
        if (http.Response.HasStarted || http.GetEndpoint() is { DisplayName: not "405 HTTP Method Not Supported" } || http.Response.StatusCode is not (404 or 405))
        {
            return Task.CompletedTask;
        }

        if (HttpMethods.IsOptions(http.Request.Method) && http.Response.StatusCode == 405)
        {
            // The header Allow says it all.
            http.Response.StatusCode = 200;
            return Task.CompletedTask;
        }

        return http.Response.StatusCode == 405 ? WrongMethodAsync(http, http.Response.Headers.Allow.ToString()) : Plain(http, 400, $"no handler found for uri [{UriOf(http)}] and method [{http.Request.Method}]");
    }

    /// <summary>Answers that the path has other methods.</summary>
    public static Task WrongMethodAsync(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return Plain(http, 405, $"Incorrect HTTP method for uri [{UriOf(http)}] and method [{http.Request.Method}], allowed: [{allowed}]");
    }

    private static string UriOf(HttpContext http) => http.Request.Path + http.Request.QueryString.Value;

    private static Task Plain(HttpContext http, int status, string reason) => RestResponse.Json(http, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", reason);
        if (status == 405)
        {
            writer.WriteNumber("status", status);
        }

        writer.WriteEndObject();
    });

    private static Task AnswerAsync(HttpContext http, ElasticsearchException error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        return error.Status == StatusCodes.Status406NotAcceptable
            ? RestResponse.Json(http, error.Status, writer => ErrorBody.WritePlain(writer, error))
            : RestResponse.Json(http, error.Status, writer => ErrorBody.Write(writer, error, http.Items.ContainsKey(SearchEndpoints.InSearch)));
    }
}
