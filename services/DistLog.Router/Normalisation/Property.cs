using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>Where one top-level property stands in the record's bytes.</summary>
/// <param name="NameStart">Of the name's first byte, behind its quote.</param>
/// <param name="NameLength">Bytes of the name, without quotes, escapes included.</param>
/// <param name="ValueStart">Of the value's first byte, its quote included.</param>
/// <param name="ValueLength">Bytes of the value, quotes included.</param>
/// <param name="Kind">What the value begins with.</param>
internal readonly record struct Property(int NameStart, int NameLength, int ValueStart, int ValueLength, JsonTokenType Kind)
{
    public int ValueEnd => ValueStart + ValueLength;
}
