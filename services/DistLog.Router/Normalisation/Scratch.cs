using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>Holds the unescaped texts of one record; spans stay valid until <see cref="Reset"/>.</summary>
internal sealed class Scratch
{
    private const int KeptCapacity = 64 * 1024;

    private byte[] _buffer = new byte[1024];
    private int _used;

    public void Reset()
    {
        _used = 0;
        if (_buffer.Length > KeptCapacity)
        {
            _buffer = new byte[1024];
        }
    }

    /// <summary>The text of a JSON string token, which has its quotes and is known to be valid.</summary>
    public ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> token)
    {
        // Unescaping never lengthens. A new buffer leaves the spans over the old one valid.
        if (_buffer.Length - _used < token.Length)
        {
            _buffer = new byte[Math.Max(_buffer.Length * 2, token.Length)];
            _used = 0;
        }

        var reader = new Utf8JsonReader(token);
        reader.Read();
        var length = reader.CopyString(_buffer.AsSpan(_used));
        var text = _buffer.AsSpan(_used, length);
        _used += length;
        return text;
    }
}
