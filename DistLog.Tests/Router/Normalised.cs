using System.Text;
using System.Text.Json;
using DistLog.Contracts;
using DistLog.Router.Normalisation;

namespace DistLog.Tests.Router;

/// <summary>A record put through a normaliser, with its document parsed strictly.</summary>
internal sealed record Normalised(MessageKind Kind, Severity Severity, JsonElement Document, string NodeId, string LogId)
{
    /// <summary>2026-11-20T08:00:00Z.</summary>
    public const long ArrivalMs = 1_795_161_600_000;

    public const string ArrivalText = "2026-11-20T08:00:00.000Z";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static Normalised Of(string json, long offset = 0, byte[]? key = null) =>
        Of(new Normaliser(), Encoding.UTF8.GetBytes(json), offset, key);

    public static Normalised Of(Normaliser normaliser, byte[] value, long offset = 0, byte[]? key = null)
    {
        var original = value.ToArray();
        var result = normaliser.Normalise(value, new Arrival(ArrivalMs, key, 0, offset));
        Assert.Null(result.Refusal);
        Assert.Equal(original, value);
        Assert.False(result.Document.Contains((byte)'\n'));
        var document = JsonDocument.Parse(result.Document.ToArray(), Strict).RootElement;
        return new(result.Kind, result.Severity, document, Text(result.NodeId), Text(result.LogId));
    }

    public static string? Refusal(byte[] value) => new Normaliser().Normalise(value, new Arrival(ArrivalMs, null, 0, 0)).Refusal;

    /// <summary>A field's JSON text, or null where there is none; a dot steps into an object.</summary>
    public string? Raw(string path)
    {
        var element = Document;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.GetRawText();
    }

    public string? String(string path) => Raw(path) is { } raw ? JsonSerializer.Deserialize<string>(raw) : null;

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
