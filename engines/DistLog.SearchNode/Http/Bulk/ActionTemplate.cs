using System.Buffers;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>
/// The action line before this one, around its id. Lines of one request mostly differ in the id alone, and such a line needs no JSON
/// reader: what stands between the same bytes means the same, if it is a plain string.
/// </summary>
internal ref struct ActionTemplate
{
    /// <summary>What ends a JSON string or may not stand in it as it is.</summary>
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private ReadOnlySpan<byte> _prefix;
    private ReadOnlySpan<byte> _suffix;

    /// <summary>What such a line asks for.</summary>
    public BulkAction Action { get; private set; }

    /// <summary>Learns a line that has been read.</summary>
    public void Learn(ReadOnlySpan<byte> line, in BulkAction action, int idLength)
    {
        if (action.PlainIdStart < 0 || action.HasMore)
        {
            _prefix = default;
            return;
        }

        _prefix = line[..action.PlainIdStart];
        _suffix = line[(action.PlainIdStart + idLength)..];
        Action = action;
    }

    /// <summary>True where the line is like the one learned; its id starts where that one's does.</summary>
    public readonly bool Fits(ReadOnlySpan<byte> line, out int idLength)
    {
        idLength = line.Length - _prefix.Length - _suffix.Length;
        return idLength >= 0 && !_prefix.IsEmpty && line.StartsWith(_prefix) && line.EndsWith(_suffix)
            && !line.Slice(_prefix.Length, idLength).ContainsAny(NotPlain);
    }
}
