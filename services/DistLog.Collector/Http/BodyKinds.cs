using Microsoft.Net.Http.Headers;

namespace DistLog.Collector.Http;

/// <summary>Tells what a body is, from its content type and, where that says little, from its first byte.</summary>
internal static class BodyKinds
{
    private const string Understood = "application/json, application/x-ndjson, application/msgpack, application/x-www-form-urlencoded and multipart/form-data are understood";

    /// <exception cref="HttpRefusal">415.</exception>
    public static BodyKind Of(string? contentType, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return LooksLikeJson(body) ? BodyKind.Json : throw new HttpRefusal(StatusCodes.Status415UnsupportedMediaType, $"no content type; {Understood}");
        }
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            throw new HttpRefusal(StatusCodes.Status415UnsupportedMediaType, $"the content type can't be read; {Understood}");
        }
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/json" or "text/json" or "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/csp-report" => BodyKind.Json,
            "application/msgpack" or "application/x-msgpack" or "application/vnd.msgpack" => BodyKind.MsgPack,
            // curl's -d sends JSON under this name.
            "application/x-www-form-urlencoded" => LooksLikeJson(body) ? BodyKind.Json : BodyKind.Form,
            "multipart/form-data" => BodyKind.Multipart,
            { } other when other.EndsWith("+json", StringComparison.Ordinal) => BodyKind.Json,
            _ => throw new HttpRefusal(StatusCodes.Status415UnsupportedMediaType, $"the content type is not known; {Understood}"),
        };
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n"u8);
        return !start.IsEmpty && (start[0] is (byte)'{' or (byte)'[');
    }
}
