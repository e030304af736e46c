using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>Writes what came of an operation, straight as bytes: an answer is often as long as a third of its request.</summary>
internal sealed class BulkItemWriter(BulkOperations operations, RefreshMode refresh)
{
    /// <summary>What a JSON string holds as it is.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(code => (byte)code).Where(code => code is not ((byte)'"' or (byte)'\\'))]);

    private (BulkKind Kind, int Name) _known = (default, -1);
    private byte[] _opening = [];
    private byte[] _index = [];
    private byte[] _created = [];

    /// <summary>Writes the item; nothing where none of its properties is wanted.</summary>
    public void Write(PooledBuffer to, in BulkOperation operation, BulkFields fields)
    {
        if (operation.Error is not null)
        {
            WriteFailed(to, operation);
        }
        else if (fields != BulkFields.None)
        {
            WriteDone(to, operation, fields);
        }
    }

    public static ReadOnlySpan<byte> NameOf(BulkKind kind) => kind switch
    {
        BulkKind.Create => "create"u8,
        BulkKind.Delete => "delete"u8,
        BulkKind.Update => "update"u8,
        _ => "index"u8,
    };

    private void WriteDone(PooledBuffer to, in BulkOperation operation, BulkFields fields)
    {
        Know(operation);
        if (fields == BulkFields.All && refresh != RefreshMode.Now && IsPlainlyCreated(operation))
        {
            WriteCreated(to, operation);
            return;
        }

        to.Append(_opening);
        if (fields.HasFlag(BulkFields.Index))
        {
            to.Append(_index);
        }

        if (fields.HasFlag(BulkFields.Id))
        {
            WriteId(to, operations.IdOf(operation).Span);
        }

        if (fields.HasFlag(BulkFields.Version))
        {
            to.Append("\"_version\":"u8);
            to.Append(operation.Version);
            to.Append(","u8);
        }

        to.Append(fields.HasFlag(BulkFields.Result) ? Result(operation.Outcome) : default);
        to.Append(fields.HasFlag(BulkFields.ForcedRefresh) && refresh == RefreshMode.Now && operation.Outcome != WriteOutcome.Noop ? "\"forced_refresh\":true,"u8 : default);
        to.Append(fields.HasFlag(BulkFields.Shards) ? Shards(operation.Outcome) : default);
        WriteEnd(to, operation, fields);
    }

    private static bool IsPlainlyCreated(in BulkOperation operation) =>
        operation.Outcome == WriteOutcome.Created && operation.Got is null && operation.FailureStore != FailureStoreUse.Used;

    /// <summary>What nearly all operations of a log come to, in as few pieces as there are.</summary>
    private void WriteCreated(PooledBuffer to, in BulkOperation operation)
    {
        to.Append(_created);
        var id = operations.IdOf(operation).Span;
        to.Append(id.ContainsAnyExcept(Plain) ? Encoded(id) : id);
        to.Append("\",\"_version\":"u8);
        to.Append(operation.Version);
        to.Append(",\"result\":\"created\",\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},\"_seq_no\":"u8);
        to.Append(operation.SeqNo);
        to.Append(",\"_primary_term\":1,\"status\":201}}"u8);
    }

    private static ReadOnlySpan<byte> Encoded(ReadOnlySpan<byte> id) =>
        JsonEncodedText.Encode(Encoding.UTF8.GetString(id), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;

    private static void WriteEnd(PooledBuffer to, in BulkOperation operation, BulkFields fields)
    {
        if (fields.HasFlag(BulkFields.SeqNo))
        {
            to.Append("\"_seq_no\":"u8);
            to.Append(operation.SeqNo);
            to.Append(","u8);
        }

        to.Append(fields.HasFlag(BulkFields.PrimaryTerm) ? "\"_primary_term\":1,"u8 : default);
        to.Append(operation.FailureStore == FailureStoreUse.Used && fields.HasFlag(BulkFields.FailureStore) ? "\"failure_store\":\"used\","u8 : default);
        if (operation.Got is { } got && fields == BulkFields.All)
        {
            to.Append(got);
            to.Append(","u8);
        }

        if (fields.HasFlag(BulkFields.Status))
        {
            to.Append("\"status\":"u8);
            to.Append(WriteOutcomes.StatusOf(operation.Outcome));
        }
        else
        {
            // The comma behind the last property.
            to.Truncate(to.Length - 1);
        }

        to.Append("}}"u8);
    }

    /// <summary>Keeps the bytes that items of one index and kind begin with.</summary>
    private void Know(in BulkOperation operation)
    {
        if (_known == (operation.Kind, operation.Name))
        {
            return;
        }

        _known = (operation.Kind, operation.Name);
        _opening = [.. "{\""u8, .. NameOf(operation.Kind), .. "\":{"u8];
        _index = [.. "\"_index\":\""u8, .. JsonEncodedText.Encode(operations.NameOf(operation), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, .. "\","u8];
        _created = [.. _opening, .. _index, .. "\"_id\":\""u8];
    }

    private static void WriteId(PooledBuffer to, ReadOnlySpan<byte> id)
    {
        to.Append("\"_id\":\""u8);
        to.Append(id.ContainsAnyExcept(Plain) ? Encoded(id) : id);
        to.Append("\","u8);
    }

    private static ReadOnlySpan<byte> Result(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => "\"result\":\"created\","u8,
        WriteOutcome.Updated => "\"result\":\"updated\","u8,
        WriteOutcome.Deleted => "\"result\":\"deleted\","u8,
        WriteOutcome.Noop => "\"result\":\"noop\","u8,
        _ => "\"result\":\"not_found\","u8,
    };

    private static ReadOnlySpan<byte> Shards(WriteOutcome outcome) => outcome == WriteOutcome.Noop
        ? "\"_shards\":{\"total\":0,\"successful\":0,\"failed\":0},"u8
        : "\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},"u8;

    private void WriteFailed(PooledBuffer to, in BulkOperation operation)
    {
        using var writer = new Utf8JsonWriter(to, RestResponse.Compact);
        writer.WriteStartObject();
        writer.WriteStartObject(NameOf(operation.Kind));
        writer.WriteString("_index", operations.NameOf(operation));
        if (operation.IdLength > 0)
        {
            writer.WriteString("_id", operations.IdOf(operation).Span);
        }
        else
        {
            writer.WriteNull("_id");
        }

        writer.WriteNumber("status", operation.Error!.Status);
        writer.WriteStartObject("error");
        ErrorBody.WriteWithCause(writer, operation.Error);
        writer.WriteEndObject();
        if (operation.FailureStore == FailureStoreUse.NotEnabled)
        {
            writer.WriteString("failure_store", "not_enabled");
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
