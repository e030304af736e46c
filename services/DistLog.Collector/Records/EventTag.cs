using System.Text;

namespace DistLog.Collector.Records;

/// <summary>A sender's tag, as text and as the JSON that is put at the end of its records.</summary>
internal sealed class EventTag
{
    /// <summary>Bytes of a tag. Fluentd sets no limit; a tag that is longer than any file name is no tag.</summary>
    public const int MaxBytes = 1024;

    private readonly byte[] _bytes;

    public EventTag(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        Text = Encoding.UTF8.GetString(bytes);
        var json = new JsonBuffer();
        json.Append(",\"@tag\":"u8);
        JsonText.AppendRepaired(json, bytes);
        Json = json.Written.ToArray();
    }

    public string Text { get; }

    /// <summary><c>,"@tag":"…"</c></summary>
    public byte[] Json { get; }

    public bool Is(ReadOnlySpan<byte> bytes) => bytes.SequenceEqual(_bytes);
}
