using System.Text.RegularExpressions;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>
/// The media types of requests and answers. Bodies must say that they are JSON: that keeps out what a web page could send here without
/// asking, which is text or a form. Clients may ask for the API of version 7, 8 or 9, on both headers the same.
/// </summary>
internal static partial class MediaTypes
{
    private const string Vendor = "application/vnd.elasticsearch+";

    /// <exception cref="ElasticsearchException">400 or 406: the headers name a version or a kind that isn't there.</exception>
    public static void Check(HttpContext http)
    {
        var (accept, content) = (http.Request.Headers.Accept.ToString(), http.Request.ContentType);
        var wanted = VersionOf(accept, "Accept");
        if (!HasBody(http.Request))
        {
            return;
        }

        if (content is null)
        {
            throw new ElasticsearchException(406, "media_type_header_exception", "Content-Type header is missing");
        }

        var given = VersionOf(content, "Content-Type");
        if (wanted is not null && given is not null && wanted != given)
        {
            throw Invalid("Accept, Content-Type", $"A compatible version is required on both Content-Type and Accept headers if either one has requested a compatible version. Accept={accept}, Content-Type={content}");
        }

        if (!IsJson(content))
        {
            throw new ElasticsearchException(406, "media_type_header_exception", $"Content-Type header [{content}] is not supported");
        }
    }

    private static bool HasBody(HttpRequest request) =>
        request.ContentLength > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);

    private static bool IsJson(string type) => type.Split(';')[0].Trim().ToLowerInvariant() is
        "application/json" or "application/x-ndjson" or "application/*" or "*/*" or Vendor + "json" or Vendor + "x-ndjson";

    /// <summary>The version that a vendor type asks for; null where the header has none.</summary>
    private static string? VersionOf(string header, string name)
    {
        if (!header.Contains("vnd.elasticsearch+", StringComparison.OrdinalIgnoreCase) || !header.Contains("compatible-with", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var version = CompatibleWith().Match(header).Groups[1].Value;
        return version is "7" or "8" or "9"
            ? version
            : throw Invalid(name, $"{name} version must be either version 9, 8 or 7, but found {version}. {name}={header}");
    }

    private static ElasticsearchException Invalid(string headers, string why) =>
        new(400, "media_type_header_exception", $"Invalid media-type value on headers [{headers}]") { Cause = new ElasticsearchException(400, "status_exception", why) };

    [GeneratedRegex("compatible-with\\s*=\\s*\"?([^;,\\s\"]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CompatibleWith();
}
