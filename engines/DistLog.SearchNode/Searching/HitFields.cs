using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>The values that hits of one index show under <c>fields</c>: of the document, of the columns, and what they are collapsed by.</summary>
internal sealed class HitFields
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    private readonly SearchRequest _request;
    private readonly QueryContext _context;
    private readonly FieldsOfSource _ofSource;

    public HitFields(SearchRequest request, QueryContext context)
    {
        (_request, _context) = (request, context);
        var stored = request.StoredFields.Count == 0 || !context.Mapping.Source.Enabled
            ? []
            : context.Mapping.Fields.Values.Where(field => field.IsStored && request.StoredFields.Any(name => Glob.Matches(name, field.Path))).Select(field => new FieldFormat(field.Path, null));
        _ofSource = new FieldsOfSource([.. request.Fields, .. stored], context);
    }

    /// <summary>The values, and those that were left out of their fields.</summary>
    public (FieldMap Values, FieldMap Left) Of(Hit hit)
    {
        var (values, left) = (new FieldMap(), new FieldMap());
        if (_request.Fields.Count + _request.StoredFields.Count > 0 && !hit.Source.IsEmpty)
        {
            using var document = JsonDocument.Parse(hit.Source, Json);
            var ignored = hit.Block.Column(SystemFields.Ignored) is StringColumn column ? column.TextsOf(hit.Row) : [];
            _ofSource.Add(document.RootElement, ignored, values, left);
        }

        foreach (var wanted in _request.DocValueFields.Where(wanted => !values.Has(wanted.Pattern)).ToArray())
        {
            FieldValues.Add(values, wanted, _context, hit.Block, hit.Row);
        }

        if (_request.Collapse is { } collapse && !values.Has(collapse.Field))
        {
            FieldValues.Add(values, new FieldFormat(collapse.Field, null), _context, hit.Block, hit.Row);
        }

        return (values, left);
    }
}
