namespace DistLog.SearchNode.Http.Bulk;

/// <summary>Writes the answer to a bulk request, as much of it at a time as is asked for.</summary>
internal sealed class BulkAnswer(BulkOperations operations, RefreshMode refresh, ResponseFilter? filter)
{
    private readonly BulkItemWriter _items = new(operations, refresh);
    private readonly BulkAnswerFilter? _filter = filter is null ? null : new BulkAnswerFilter(filter);
    private int _next;
    private bool _hasHead;
    private bool _hasItems;

    /// <summary>Writes what stands before the items. Whether there are errors comes first, for readers that look no further.</summary>
    public void Begin(PooledBuffer to, long millis)
    {
        var hasErrors = false;
        foreach (ref readonly var operation in operations.Span)
        {
            hasErrors |= operation.Error is not null;
        }

        to.Append(hasErrors ? "{\"errors\":true,\"took\":"u8 : "{\"errors\":false,\"took\":"u8);
        to.Append(millis);
        _filter?.NarrowHead(to);
        _hasHead = to.Length > 1;
    }

    /// <summary>Writes items until there are <paramref name="enough"/> bytes; true while there are more.</summary>
    public bool WriteItems(PooledBuffer to, int enough)
    {
        var all = operations.Span;
        for (; _next < all.Length && to.Length < enough; _next++)
        {
            WriteItem(to, all[_next]);
        }

        if (_next < all.Length)
        {
            return true;
        }

        to.Append(_hasItems ? "]}"u8 : "}"u8);
        return false;
    }

    private void WriteItem(PooledBuffer to, in BulkOperation operation)
    {
        var before = to.Length;
        to.Append(_hasItems ? ","u8 : _hasHead ? ",\"items\":["u8 : "\"items\":["u8);
        var start = to.Length;
        if (_filter is null)
        {
            _items.Write(to, operation, BulkFields.All);
        }
        else if (operation.Error is null && _filter.FieldsOf(operation.Kind) is { } fields)
        {
            _items.Write(to, operation, fields);
        }
        else
        {
            _items.Write(to, operation, BulkFields.All);
            _filter.NarrowItem(to, start);
        }

        _hasItems |= to.Length > start;
        to.Truncate(to.Length > start ? to.Length : before);
    }
}
