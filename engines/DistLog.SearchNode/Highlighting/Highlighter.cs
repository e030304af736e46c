using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Highlighting;

/// <summary>Marks in the documents of one index what a query found in them.</summary>
internal sealed class Highlighter
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    private readonly List<Field> _fields = [];
    private readonly QueryContext _context;

    public Highlighter(HighlightRequest request, Matcher matcher, QueryContext context)
    {
        _context = context;
        var marks = MarksOf(matcher);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pattern, options) in request.Fields)
        {
            var own = options.Query is null ? marks : MarksOf(options.Query.Bind(context));
            foreach (var field in FieldsOf(pattern).Where(field => known.Add(field.Path)))
            {
                var path = options.RequireFieldMatch ? field.Path : null;
                _fields.Add(new Field(pattern.Contains('*') ? field.Path : pattern, field, options, new TextMarker(own.Words(path), own.Phrases(path), field.Kind == FieldKind.Text)));
            }
        }
    }

    /// <summary>The pieces of each field in which anything is marked.</summary>
    public IReadOnlyList<(string Field, IReadOnlyList<string> Fragments)> Of(ReadOnlyMemory<byte> source)
    {
        if (source.IsEmpty)
        {
            return [];
        }

        using var document = JsonDocument.Parse(source, Json);
        var result = new List<(string, IReadOnlyList<string>)>();
        foreach (var field in _fields)
        {
            if (FragmentsOf(field, document.RootElement) is { Count: > 0 } fragments)
            {
                result.Add((field.Name, fragments));
            }
        }

        return result;
    }

    private static Marks MarksOf(Matcher matcher)
    {
        var marks = new Marks();
        matcher.Mark(marks);
        return marks;
    }

    /// <summary>A pattern means the fields that hold text; a name means that field, whatever it holds.</summary>
    private IEnumerable<FieldRef> FieldsOf(string pattern) => pattern.Contains('*')
        ? _context.Fields(pattern).Where(field => field.Kind is FieldKind.Text or FieldKind.Keyword)
        : _context.Fields(pattern).Where(field => field.Kind.HasStrings() && field.Kind != FieldKind.Binary);

    private List<string> FragmentsOf(Field field, JsonElement root)
    {
        var pieces = new List<Fragment>();
        var first = (string?)null;
        foreach (var value in SourceValues.Strings(root, field.Mapping, _context.Mapping))
        {
            var text = Cut(field, value);
            if (text is null)
            {
                continue;
            }

            first ??= text;
            pieces.AddRange(Fragmenter.Split(text, field.Marker.Mark(text), field.Options, pieces.Count));
        }

        if (pieces.Count == 0)
        {
            return first is null || field.Options.NoMatchSize == 0 ? [] : [Fragmenter.Start(first, field.Options)];
        }

        var limit = field.Options.Fragments == 0 ? int.MaxValue : field.Options.Fragments;
        var best = pieces.OrderByDescending(piece => piece.Score).ThenBy(piece => piece.Number).Take(limit);
        return [.. (field.Options.ByScore ? best : best.OrderBy(piece => piece.Number)).Select(piece => piece.Text)];
    }

    /// <summary>What of a text is looked at; null for a value that the field doesn't have since it is too long.</summary>
    private string? Cut(Field field, string value)
    {
        if (field.Mapping.Kind != FieldKind.Text && value.Length > field.Mapping.Field.IgnoreAbove)
        {
            return null;
        }

        var limit = _context.Limits.AnalyzedOffset;
        if (field.Options.AnalyzedOffset is { } wanted && wanted <= limit)
        {
            return value.Length > wanted ? value[..wanted] : value;
        }

        return value.Length <= limit || field.Mapping.Kind != FieldKind.Text
            ? value
            : throw Refuse.IllegalArgument($"The length [{value.Length}] of field [{field.Name}] in doc/index [{_context.Index}] exceeds the [index.highlight.max_analyzed_offset] limit [{limit}]. To avoid this error, set the query parameter [max_analyzed_offset] to a value less than index setting [{limit}] and this will tolerate long field values by truncating them.");
    }

    private sealed record Field(string Name, FieldRef Mapping, HighlightOptions Options, TextMarker Marker);
}
