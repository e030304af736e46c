using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>What a query looks for in which field: tests of single words (or whole values), and phrases.</summary>
internal sealed class Marks
{
    private readonly List<(FieldRef Field, StringPredicate Word)> _words = [];
    private readonly List<(FieldRef Field, Phrase Phrase)> _phrases = [];

    public void Add(FieldRef field, StringPredicate word) => _words.Add((field, word));

    public void Add(FieldRef field, Phrase phrase) => _phrases.Add((field, phrase));

    public void AddValues(FieldRef field, IReadOnlyCollection<byte[]> values)
    {
        var known = new Utf8Map<bool>();
        foreach (var value in values)
        {
            known.Set(value, true);
        }

        Add(field, word => known.TryGet(word, out _));
    }

    /// <summary>The tests for a field; for null, those of all fields.</summary>
    public IReadOnlyList<StringPredicate> Words(string? path) => [.. _words.Where(word => path is null || word.Field.Path == path).Select(word => word.Word)];

    public IReadOnlyList<Phrase> Phrases(string? path) => [.. _phrases.Where(phrase => path is null || phrase.Field.Path == path).Select(phrase => phrase.Phrase)];
}
