using System.Text;
using DistLog.Collector.Records;

namespace DistLog.Collector.Http;

/// <summary>Reads the tag out of a path: <c>/a.b</c> and <c>/a/b</c> are both <c>a.b</c>.</summary>
internal static class RequestTag
{
    /// <exception cref="HttpRefusal">400: there is none, or it can't be one.</exception>
    public static byte[] Of(HttpRequest request)
    {
        var tag = (request.Path.Value ?? "").Trim('/').Replace('/', '.');
        var bytes = Encoding.UTF8.GetBytes(tag);
        if (bytes.Length is 0 or > EventTag.MaxBytes || tag.Any(char.IsControl))
        {
            throw new HttpRefusal(StatusCodes.Status400BadRequest, $"the path must be a tag of 1 to {EventTag.MaxBytes} bytes without control characters, such as POST /my.service");
        }
        return bytes;
    }
}
