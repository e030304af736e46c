using System.Text.Json;

namespace DistLog.SearchNode.Documents;

/// <summary>Where values stand in the document, so that the document can be rebuilt from its columns.</summary>
internal sealed partial class DocumentParser
{
    private UnheldRange[] _unheld = new UnheldRange[8];
    private int _unheldCount;
    private int _placeStart = -1;
    private int _placeLength;

    /// <summary>The parts of the document that are neither structure nor in a column, in the document's order.</summary>
    public ReadOnlySpan<UnheldRange> Unheld => _unheld.AsSpan(0, _unheldCount);

    /// <summary>The value that is added next stands where the reader is; those after it are derived from the same place.</summary>
    private void BeginPlace(ref Utf8JsonReader reader)
    {
        _placeStart = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        _placeLength = reader.ValueSpan.Length;
    }

    /// <summary>A place from which no column has taken a value is kept as it is.</summary>
    private void EndPlace()
    {
        if (_placeStart >= 0)
        {
            AddUnheld(_placeStart, _placeLength);
            _placeStart = -1;
        }
    }

    private void SkipUnheld(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        AddUnheld(start, (int)reader.BytesConsumed - start);
    }

    private void AddUnheld(int start, int length)
    {
        if (_unheldCount == _unheld.Length)
        {
            Array.Resize(ref _unheld, _unheldCount * 2);
        }

        _unheld[_unheldCount++] = new UnheldRange(start, length);
    }
}
