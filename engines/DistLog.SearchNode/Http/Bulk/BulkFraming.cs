using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>
/// Takes a bulk request apart into its operations, line by line. A line that can't be understood as an action fails the request before
/// anything is written, since all that follows may be out of step.
/// </summary>
internal ref struct BulkFraming
{
    private readonly BulkOperations _operations;
    private readonly ReadOnlySpan<byte> _body;
    private readonly string? _defaultIndex;
    private readonly bool _isUtf8;
    private ActionTemplate _template;
    private int _templateName;
    private string? _lastIndex;
    private int _at;
    private int _line;

    private BulkFraming(BulkOperations operations, string? defaultIndex, bool isUtf8)
    {
        _operations = operations;
        _body = operations.Body.Span;
        _defaultIndex = defaultIndex;
        _isUtf8 = isUtf8;
    }

    /// <param name="operations">Takes the operations.</param>
    /// <param name="defaultIndex">The index of lines that name none.</param>
    /// <param name="isUtf8">Whether all of the body is known to be valid UTF-8.</param>
    public static void Run(BulkOperations operations, string? defaultIndex, bool isUtf8)
    {
        var body = operations.Body.Span;
        if (body.IsEmpty)
        {
            throw Refuse.Parsing("request body is required");
        }

        if (body[^1] != (byte)'\n')
        {
            throw Refuse.IllegalArgument("The bulk request must be terminated by a newline [\\n]");
        }

        new BulkFraming(operations, defaultIndex, isUtf8).ReadAll();
    }

    private void ReadAll()
    {
        while (TryLine(out var start, out var length))
        {
            var line = _body.Slice(start, length);
            if (line.ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                ReadOperation(line, start);
            }
        }

        if (_operations.Count == 0)
        {
            throw Refuse.Validation("no requests added");
        }
    }

    private void ReadOperation(ReadOnlySpan<byte> line, int start)
    {
        ref var operation = ref _operations.Add();
        if (_isUtf8 && _template.Fits(line, out var idLength))
        {
            operation.Kind = _template.Action.Kind;
            operation.Name = _templateName;
            (operation.IdStart, operation.IdLength) = (start + _template.Action.PlainIdStart, idLength);
        }
        else
        {
            ReadAction(ref operation, line, start);
        }

        if (operation.Kind != BulkKind.Delete && !TryLine(out operation.SourceStart, out operation.SourceLength))
        {
            throw Refuse.IllegalArgument($"Malformed action/metadata line [{_line}], expected a document after it but the request ends");
        }
    }

    private void ReadAction(ref BulkOperation operation, ReadOnlySpan<byte> line, int start)
    {
        var action = BulkAction.Parse(line, _line, ref _lastIndex);
        operation.Kind = action.Kind;
        operation.Options = action.Options;
        operation.Name = _operations.NumberOf(action.Index ?? _defaultIndex ?? throw Refuse.Validation("index is missing"));
        operation.IdLength = action.Id is null ? -1 : Encoding.UTF8.GetByteCount(action.Id);
        if (action.PlainIdStart >= 0)
        {
            operation.IdStart = start + action.PlainIdStart;
        }
        else if (action.Id is not null)
        {
            _operations.SetId(ref operation, action.Id);
        }

        _template.Learn(line, action, operation.IdLength);
        _templateName = operation.Name;
    }

    /// <summary>The next line without its end; false where no more is ended by a line feed.</summary>
    private bool TryLine(out int start, out int length)
    {
        start = _at;
        length = _body[_at..].IndexOf((byte)'\n');
        if (length < 0)
        {
            return false;
        }

        _line++;
        _at += length + 1;
        if (length > 0 && _body[_at - 2] == (byte)'\r')
        {
            length--;
        }

        return true;
    }
}
