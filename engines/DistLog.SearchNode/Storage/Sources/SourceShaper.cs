using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>Takes a block's documents apart: what their columns have is left out, and what many have in common is kept once.</summary>
/// <param name="columns">The block's columns.</param>
/// <param name="numberOf">From a column's place in the builder to its number in the block.</param>
/// <param name="kept">Documents that are kept as they are in any case.</param>
internal sealed class SourceShaper(IReadOnlyList<(FieldMapping Field, Column Column)> columns, IReadOnlyList<int> numberOf, Bits kept)
{
    /// <summary>Documents of more kinds than this share too little.</summary>
    private const int MostShapes = 2048;

    /// <summary>Bytes of a document's structure above which it is kept as it is.</summary>
    private const int LongestShape = 16 << 10;

    private readonly Utf8Map<int> _known = new();
    private readonly ValueMatcher _matcher = new();
    private readonly ByteBuffer _shape = new();
    private readonly ByteBuffer _shapes = new();
    private readonly ByteBuffer _rests = new();
    private readonly List<long> _restLengths = [];
    private readonly List<long> _fractions = [];
    private readonly List<long> _totals = [];

    /// <summary>What rebuilds the documents, all of them verified to come out as they came in.</summary>
    public static SourceShapes Run(RawSources documents, PlaceList places, IReadOnlyList<(FieldMapping Field, Column Column)> columns, IReadOnlyList<int> numberOf)
    {
        var shapes = new SourceShaper(columns, numberOf, new Bits(documents.Rows)).Run(documents, places);
        var differing = Verify(documents, new ShapedSources(new ShapeTable(shapes), number => columns[number].Column));
        return differing.IsEmpty ? shapes : new SourceShaper(columns, numberOf, differing).Run(documents, places);
    }

    /// <summary>The documents that don't come out as they came in. There are none, but for a mistake of ours, which must not cost an event.</summary>
    private static Bits Verify(RawSources documents, ShapedSources rebuilt)
    {
        var differing = new Bits(documents.Rows);
        var document = new ByteBuffer(4096);
        for (var row = 0; row < documents.Rows; row++)
        {
            document.Clear();
            rebuilt.Write(document, row);
            if (!document.Span.SequenceEqual(documents[row].Span))
            {
                differing.Set(row);
            }
        }

        return differing;
    }

    private SourceShapes Run(RawSources documents, PlaceList places)
    {
        var numbers = new long[documents.Rows];
        _shapes.Bytes(Shape.Whole);
        for (var row = 0; row < documents.Rows; row++)
        {
            numbers[row] = Take(row, documents[row].Span, places[row]);
        }

        return new SourceShapes
        {
            Numbers = numbers,
            Shapes = _shapes.ToArray(),
            Rests = _rests.ToArray(),
            RestLengths = [.. _restLengths],
            Fractions = [.. _fractions],
            Totals = [.. _totals],
        };
    }

    /// <summary>The number of a document's shape; 0 where it is kept as it is.</summary>
    private int Take(int row, ReadOnlySpan<byte> document, ReadOnlySpan<Place> places)
    {
        var (rests, restBytes, fractions) = (_restLengths.Count, _rests.Length, _fractions.Count);
        if (!kept[row] && TakeApart(row, document, places) && Number() is { } number)
        {
            return number;
        }

        _restLengths.RemoveRange(rests, _restLengths.Count - rests);
        _rests.Return(_rests.Length - restBytes);
        _fractions.RemoveRange(fractions, _fractions.Count - fractions);
        _totals.RemoveRange(fractions, _totals.Count - fractions);
        AddRest(document);
        return 0;
    }

    /// <summary>False where the places can't be those of the document's values.</summary>
    private bool TakeApart(int row, ReadOnlySpan<byte> document, ReadOnlySpan<Place> places)
    {
        _shape.Clear();
        var end = 0;
        foreach (var place in places)
        {
            if (place.Start < end || place.Length > document.Length - place.Start)
            {
                return false;
            }

            TakeValue(row, document[end..place.Start], document.Slice(place.Start, place.Length), place);
            end = place.Start + place.Length;
        }

        Shape.WriteEnd(_shape, document[end..]);
        return !places.IsEmpty;
    }

    private void TakeValue(int row, ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, in Place place)
    {
        ValueForm form = default;
        if (place.Slot != Place.Unheld)
        {
            var (field, column) = columns[numberOf[place.Slot]];
            column.Values(row, out var first, out _);
            form = _matcher.Match(text, field.Kind, column, first + place.Index);
        }

        if (form.Kind == FormKind.Rest)
        {
            Shape.WriteRest(_shape, before);
            AddRest(text);
            return;
        }

        Shape.WriteValue(_shape, before, numberOf[place.Slot], place.Index, form);
        if (form.HasFraction)
        {
            _fractions.Add(_matcher.Fraction);
            _totals.Add(_matcher.Total);
        }
    }

    private int? Number()
    {
        if (_known.TryGet(_shape.Span, out var number))
        {
            return number;
        }

        if (_known.Count == MostShapes || _shape.Length > LongestShape)
        {
            return null;
        }

        _known.Set(_shape.ToArray(), _known.Count + 1);
        _shapes.Bytes(_shape.Span);
        return _known.Count;
    }

    private void AddRest(ReadOnlySpan<byte> text)
    {
        _rests.Bytes(text);
        _restLengths.Add(text.Length);
    }
}
