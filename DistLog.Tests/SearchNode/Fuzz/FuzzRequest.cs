using System.Text;

namespace DistLog.Tests.SearchNode.Fuzz;

/// <summary>A request as the fuzz test sends it.</summary>
/// <param name="Method">Any word.</param>
/// <param name="Path">Decoded, as the server hands it on.</param>
/// <param name="Query">Without the question mark.</param>
/// <param name="Body">Any bytes.</param>
/// <param name="Encoding">The Content-Encoding that it claims, or none.</param>
/// <param name="ContentType">The Content-Type that it claims, or none.</param>
internal sealed record FuzzRequest(string Method, string Path, string Query, byte[] Body, string? Encoding, string? ContentType)
{
    public static FuzzRequest Parse(string text)
    {
        var line = text.Split('\n', 2);
        var (method, target) = (line[0].Split(' ')[0], line[0].Split(' ')[1]);
        var parts = target.Split('?', 2);
        return new(method, parts[0], parts.Length > 1 ? parts[1] : "", System.Text.Encoding.UTF8.GetBytes(line.Length > 1 ? line[1] : ""), null, "application/json");
    }

    /// <summary>To be read in a test's output.</summary>
    public override string ToString()
    {
        var body = System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 1_500)));
        return $"{Method} {Path}?{Query} {Encoding} {ContentType} {Body.Length} B\n{body}";
    }
}
