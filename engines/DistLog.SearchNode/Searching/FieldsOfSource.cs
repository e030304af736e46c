using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>
/// The option <c>fields</c> for one index: values as they stand in the document, in the form that the mapping gives them. What the
/// mapping left out of a field (too long, malformed) isn't among them.
/// </summary>
internal sealed class FieldsOfSource
{
    private readonly List<(string Name, FieldRef Field, DateFormat? Format)> _fields = [];
    private readonly IReadOnlyList<FieldFormat> _unmapped;
    private readonly QueryContext _context;

    /// <exception cref="ElasticsearchException">The index keeps no documents, or a format doesn't fit a field.</exception>
    public FieldsOfSource(IReadOnlyList<FieldFormat> wanted, QueryContext context)
    {
        _context = context;
        _unmapped = [.. wanted.Where(format => format.IncludeUnmapped)];
        if (wanted.Count > 0 && !context.Mapping.Source.Enabled)
        {
            throw Refuse.IllegalArgument($"Unable to retrieve the requested [fields] since _source is disabled in the mappings for index [{context.Index}]");
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var format in wanted)
        {
            foreach (var (name, field) in Expand(format.Pattern).Where(field => known.Add(field.Name)))
            {
                _fields.Add((name, field, FormatOf(field, format.Format)));
            }
        }
    }

    /// <summary>The values of one document by the names of the fields.</summary>
    /// <param name="root">The document.</param>
    /// <param name="ignored">The fields whose values were left out.</param>
    /// <param name="values">Takes the values.</param>
    /// <param name="left">Takes those that were left out.</param>
    public void Add(JsonElement root, IReadOnlyList<string> ignored, FieldMap values, FieldMap left)
    {
        foreach (var (name, field, format) in _fields)
        {
            if (field.Kind == FieldKind.ConstantKeyword)
            {
                values.AddText(name, field.Field.ConstantValue);
                continue;
            }

            AddField(root, name, field, format, ignored, values, left);
        }

        foreach (var format in _unmapped)
        {
            AddUnmapped(root, "", format.Pattern, values);
        }
    }

    private void AddField(JsonElement root, string name, FieldRef field, DateFormat? format, IReadOnlyList<string> ignored, FieldMap values, FieldMap left)
    {
        foreach (var value in SourceValues.PathsOf(field, _context.Mapping).SelectMany(path => SourceValues.At(root, path)))
        {
            if (!values.Add(name, field, value, format) && value.ValueKind != JsonValueKind.Null && ignored.Contains(field.Path))
            {
                left.AddRaw(name, value);
            }
        }
    }

    private IEnumerable<(string Name, FieldRef Field)> Expand(string pattern)
    {
        if (!pattern.Contains('*'))
        {
            return _context.Mapping.Find(pattern) is { } only ? [(pattern, only)] : [];
        }

        var aliases = _context.Mapping.Aliases.Keys.Where(alias => Glob.Matches(pattern, alias)).Select(alias => (alias, _context.Mapping.Find(alias)!));
        return _context.Mapping.ResolvePattern(pattern).Select(field => (field.Path, field)).Concat(aliases).OrderBy(field => field.Item1, StringComparer.Ordinal);
    }

    private static DateFormat? FormatOf(FieldRef field, string? format) => format switch
    {
        null => null,
        _ when field.Kind.IsDate() => DateFormat.Parse(format),
        // Geometry has formats of its own, and is given as it came in.
        _ when field.Kind == FieldKind.Unindexed => null,
        _ => throw Refuse.IllegalArgument($"Field [{field.Path}] of type [{field.Field.TypeName}] doesn't support formats."),
    };

    /// <summary>Leaves of the document that the mapping doesn't know.</summary>
    private void AddUnmapped(JsonElement element, string path, string pattern, FieldMap values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    AddUnmapped(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", pattern, values);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    AddUnmapped(item, path, pattern, values);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                if (Glob.Matches(pattern, path) && _context.Mapping.Find(path) is null)
                {
                    values.AddRaw(path, element);
                }

                break;
        }
    }
}
