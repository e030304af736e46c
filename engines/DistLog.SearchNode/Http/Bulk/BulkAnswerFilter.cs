using System.Buffers;
using System.Text.Json;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>
/// <c>filter_path</c> on the answer to a bulk request. For operations that were done it is found out once, on a sample, which properties
/// pass, so that they need not be written first and filtered then.
/// </summary>
internal sealed class BulkAnswerFilter(ResponseFilter filter)
{
    private static readonly Dictionary<string, BulkFields> Names = new(StringComparer.Ordinal)
    {
        ["_index"] = BulkFields.Index,
        ["_id"] = BulkFields.Id,
        ["_version"] = BulkFields.Version,
        ["result"] = BulkFields.Result,
        ["forced_refresh"] = BulkFields.ForcedRefresh,
        ["_shards"] = BulkFields.Shards,
        ["_seq_no"] = BulkFields.SeqNo,
        ["_primary_term"] = BulkFields.PrimaryTerm,
        ["status"] = BulkFields.Status,
        ["failure_store"] = BulkFields.FailureStore,
    };

    private readonly (bool IsKnown, BulkFields? Fields)[] _known = new (bool, BulkFields?)[4];

    private static ReadOnlySpan<byte> ItemsOpening => "{\"items\":["u8;

    private static ReadOnlySpan<byte> ItemsClosing => "]}"u8;

    /// <summary>The properties that pass; null where only a part of one does, and each item is to be filtered.</summary>
    public BulkFields? FieldsOf(BulkKind kind)
    {
        ref var known = ref _known[(int)kind];
        if (!known.IsKnown)
        {
            known = (true, Probe(kind));
        }

        return known.Fields;
    }

    /// <summary>Filters the beginning of an answer, an object that is still open.</summary>
    public void NarrowHead(PooledBuffer to)
    {
        var narrowed = Filter([.. to.Span, (byte)'}']);
        to.Truncate(0);
        to.Append(narrowed.WrittenSpan[..^1]);
    }

    /// <summary>Filters the item that starts at a place and ends at the end; nothing may be left of it.</summary>
    public void NarrowItem(PooledBuffer to, int start)
    {
        var narrowed = Filter([.. ItemsOpening, .. to.Span[start..], .. ItemsClosing]).WrittenSpan;
        to.Truncate(start);
        if (narrowed.StartsWith(ItemsOpening))
        {
            to.Append(narrowed[ItemsOpening.Length..^ItemsClosing.Length]);
        }
    }

    private BulkFields? Probe(BulkKind kind)
    {
        var sample = Filter(
        [
            .. ItemsOpening, .. "{\""u8, .. BulkItemWriter.NameOf(kind),
            .. "\""u8, .. """:{"_index":"i","_id":"i","_version":1,"result":"r","forced_refresh":true,"_shards":{"total":1,"successful":1,"failed":0},"_seq_no":1,"_primary_term":1,"failure_store":"u","status":1}}"""u8,
            .. ItemsClosing,
        ]);
        using var document = JsonDocument.Parse(sample.WrittenMemory);
        if (!document.RootElement.TryGetProperty("items", out var items) || items.GetArrayLength() == 0)
        {
            return BulkFields.None;
        }

        var fields = BulkFields.None;
        foreach (var property in items[0].EnumerateObject().Single().Value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.GetPropertyCount() < 3)
            {
                return null;
            }

            fields |= Names[property.Name];
        }

        return fields;
    }

    private ArrayBufferWriter<byte> Filter(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(buffer, RestResponse.Compact);
        filter.Write(writer, document.RootElement);
        writer.Flush();
        return buffer;
    }
}
