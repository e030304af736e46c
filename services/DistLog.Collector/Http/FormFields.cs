using DistLog.Collector.Records;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace DistLog.Collector.Http;

/// <summary>Finds the field <c>json</c> or <c>msgpack</c> in a form, as Fluentd's in_http takes them.</summary>
internal static class FormFields
{
    // Headers within one part of a multipart form, and parts: far beyond any that a sender of records writes.
    private const int MaxPartHeaders = 8 * 1024;
    private const int MaxParts = 64;

    private const string Missing = "the form has neither a field json nor a field msgpack";

    /// <exception cref="HttpRefusal">400: it has neither.</exception>
    public static IRecordSource FromUrlEncoded(ReadOnlySpan<byte> body)
    {
        foreach (var range in body.Split((byte)'&'))
        {
            var field = body[range];
            if (field.StartsWith("json="u8))
            {
                return new JsonRecords(Decode(field["json="u8.Length..]));
            }
            if (field.StartsWith("msgpack="u8))
            {
                return new MsgPackRecords(Decode(field["msgpack="u8.Length..]));
            }
        }
        throw new HttpRefusal(StatusCodes.Status400BadRequest, Missing);
    }

    /// <exception cref="HttpRefusal">400: it has neither, or is broken.</exception>
    public static async Task<IRecordSource> FromMultipartAsync(string contentType, ReadOnlyMemory<byte> body)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new HttpRefusal(StatusCodes.Status400BadRequest, "multipart/form-data without a boundary");
        }
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false)) { HeadersLengthLimit = MaxPartHeaders };
            return await FindAsync(reader) ?? throw new HttpRefusal(StatusCodes.Status400BadRequest, Missing);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new HttpRefusal(StatusCodes.Status400BadRequest, $"the multipart form is broken: {e.Message}");
        }
    }

    private static async Task<IRecordSource?> FindAsync(MultipartReader reader)
    {
        for (var i = 0; i < MaxParts && await reader.ReadNextSectionAsync() is { } section; i++)
        {
            var name = section.GetContentDispositionHeader()?.Name.Value?.Trim('"');
            if (name is "json" or "msgpack")
            {
                var content = new MemoryStream();
                await section.Body.CopyToAsync(content);
                var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
                return name == "json" ? new JsonRecords(bytes) : new MsgPackRecords(bytes);
            }
        }
        return null;
    }

    // application/x-www-form-urlencoded: + is a blank, %XX a byte; a % that is none stands for itself.
    private static byte[] Decode(ReadOnlySpan<byte> value)
    {
        var output = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length && TryHex(value.Slice(i + 1, 2), out var decoded))
            {
                output[length++] = decoded;
                i += 2;
            }
            else
            {
                output[length++] = value[i] == '+' ? (byte)' ' : value[i];
            }
        }
        return output[..length];
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out byte value) =>
        byte.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out value);
}
