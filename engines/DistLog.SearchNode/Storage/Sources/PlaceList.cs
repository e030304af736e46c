using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>The places of the values of a block's documents, in the order in which they stand there.</summary>
internal sealed class PlaceList
{
    /// <summary>A document with more values is kept as it is: its structure is hardly shared, and its places take more memory than it.</summary>
    public const int MostPlaces = 4096;

    private readonly int[] _starts = new int[BlockLimits.Rows + 1];
    private Place[] _places = new Place[1024];
    private int _count;
    private int _rowStart;

    /// <summary>The places of a row; none where it had too many.</summary>
    public ReadOnlySpan<Place> this[int row] => _places.AsSpan(_starts[row].._starts[row + 1]);

    public void Add(in Place place)
    {
        if (_count - _rowStart > MostPlaces)
        {
            return;
        }

        if (_count == _places.Length)
        {
            Array.Resize(ref _places, _count * 2);
        }

        _places[_count++] = place;
    }

    /// <summary>Forgets all places.</summary>
    public void Clear() => _count = _rowStart = 0;

    /// <summary>Ends a row: adds its values that no column holds, each where it stands.</summary>
    public void EndRow(int row, ReadOnlySpan<UnheldRange> unheld)
    {
        foreach (var range in unheld)
        {
            Add(new Place(Place.Unheld, 0, range.Start, range.Length));
        }

        var places = _places.AsSpan(_starts[row].._count);
        if (places.Length > MostPlaces)
        {
            _count = _starts[row];
        }
        else if (!unheld.IsEmpty)
        {
            places.Sort((a, b) => a.Start.CompareTo(b.Start));
        }

        _starts[row + 1] = _rowStart = _count;
    }
}
