using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace DistLog.Tests.SearchNode.Fuzz;

/// <summary>A node that is asked without a network between: through all of its own code, as fast as it goes.</summary>
internal sealed class FuzzTarget(TestNode node)
{
    /// <summary>No request of the test has a reason to take this long, however busy the machine is.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>What is wrong with the answer, or null.</summary>
    public async Task<string?> SendAsync(FuzzRequest request)
    {
        using var answer = new MemoryStream();
        var http = Context(request, answer);
        try
        {
            // On another thread: code that doesn't end would never come back to notice the time.
            await Task.Run(() => node.Pipeline(http)).WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            return $"no answer within {Deadline.TotalSeconds} s";
        }
        catch (Exception escaped)
        {
            return "an exception escaped: " + escaped;
        }

        return Judge(http, answer);
    }

    private DefaultHttpContext Context(FuzzRequest request, MemoryStream answer)
    {
        var http = new DefaultHttpContext { RequestServices = node.Services };
        http.Request.Method = request.Method;
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = new PathString(request.Path);
        http.Request.QueryString = new QueryString("?" + request.Query);
        http.Request.Body = new MemoryStream(request.Body);
        http.Request.ContentLength = request.Body.Length;
        Set(http.Request.Headers, "Content-Type", request.ContentType);
        Set(http.Request.Headers, "Content-Encoding", request.Encoding);
        http.Response.Body = answer;
        return http;
    }

    private static void Set(IHeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
        {
            headers[name] = new StringValues(value);
        }
    }

    /// <summary>Refusals are fine; a node that says it failed isn't, except where it says that it can't do such a thing or is too busy.</summary>
    private string? Judge(DefaultHttpContext http, MemoryStream answer)
    {
        var text = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)Math.Min(answer.Length, 1_000));
        if (http.Response.StatusCode >= 500 && http.Response.StatusCode is not (501 or 503))
        {
            return $"{http.Response.StatusCode} {text}\n{node.TakeError()}";
        }

        return http.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true && answer.Length > 0 && !IsJson(answer)
            ? $"{http.Response.StatusCode}, and not JSON: {text}"
            : null;
    }

    private static bool IsJson(MemoryStream answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer.GetBuffer().AsSpan(0, (int)answer.Length), new JsonReaderOptions { MaxDepth = 512 });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
