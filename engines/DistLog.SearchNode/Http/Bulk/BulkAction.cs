using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>What a line of a bulk request asks for.</summary>
internal enum BulkKind : byte
{
    Index,
    Create,
    Update,
    Delete,
}

/// <summary>An action line: <c>{"create":{"_index":"logs","_id":"1"}}</c>.</summary>
internal struct BulkAction
{
    public BulkKind Kind;
    public string? Index;
    public string? Id;

    /// <summary>Where the id stands in the line without its quotes; -1 where it isn't there just as it is meant.</summary>
    public int PlainIdStart;

    public bool? RequireAlias;
    public int RetryOnConflict;
    public long? IfSeqNo;
    public long? IfPrimaryTerm;
    public long? Version;
    public VersionType VersionType;
    public string? Routing;
    public string? Pipeline;
    public bool RequireDataStream;
    public SourceFilter? Source;

    /// <summary>True where the line has more than an index and an id.</summary>
    public bool HasMore;

    public readonly BulkOptions? Options =>
        HasMore ? new BulkOptions(RequireAlias, RetryOnConflict, new WriteCondition(IfSeqNo, IfPrimaryTerm, Version, VersionType)) { Routing = Routing, Pipeline = Pipeline, Source = Source, RequireDataStream = RequireDataStream } : null;

    public static BulkAction Parse(ReadOnlySpan<byte> line, int number, ref string? lastIndex)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return Read(ref reader, number, ref lastIndex);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], {wrong.Message}");
        }
    }

    private static BulkAction Read(ref Utf8JsonReader reader, int number, ref string? lastIndex)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected START_OBJECT but found [{Token(reader.TokenType)}]");
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected FIELD_NAME but found [{Token(reader.TokenType)}]");
        }

        var action = new BulkAction { Kind = KindOf(ref reader, number), PlainIdStart = -1 };
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected START_OBJECT but found [{Token(reader.TokenType)}]");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            action.TakeParameter(ref reader, number, ref lastIndex);
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read()
            ? action
            : throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected END_OBJECT but found [{Token(reader.TokenType)}]");
    }

    private static BulkKind KindOf(ref Utf8JsonReader reader, int number)
    {
        if (reader.ValueTextEquals("create"u8))
        {
            return BulkKind.Create;
        }

        if (reader.ValueTextEquals("index"u8))
        {
            return BulkKind.Index;
        }

        if (reader.ValueTextEquals("delete"u8))
        {
            return BulkKind.Delete;
        }

        return reader.ValueTextEquals("update"u8)
            ? BulkKind.Update
            : throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected field [create], [delete], [index] or [update] but found [{reader.GetString()}]");
    }

    private void TakeParameter(ref Utf8JsonReader reader, int number, ref string? lastIndex)
    {
        if (reader.ValueTextEquals("_index"u8))
        {
            reader.Read();
            // The name is nearly always that of the line before; that saves a string a line.
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected a simple value for field [_index] but found [{Token(reader.TokenType)}]");
            }

            Index = lastIndex = lastIndex is not null && reader.ValueTextEquals(lastIndex) ? lastIndex : reader.GetString();
        }
        else if (reader.ValueTextEquals("_id"u8))
        {
            reader.Read();
            Id = Scalar(ref reader, number, "_id");
            PlainIdStart = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? (int)reader.TokenStartIndex + 1 : -1;
        }
        else
        {
            HasMore = true;
            var name = reader.GetString()!;
            reader.Read();
            TakeRare(name, ref reader, number);
        }
    }

    private void TakeRare(string name, ref Utf8JsonReader reader, int number)
    {
        switch (name)
        {
            case "require_alias":
                RequireAlias = Scalar(ref reader, number, name) == "true";
                break;
            case "retry_on_conflict" or "_retry_on_conflict":
                RetryOnConflict = reader.GetInt32();
                break;
            case "op_type" or "_op_type":
                Kind = Scalar(ref reader, number, name) == "create" && Kind == BulkKind.Index ? BulkKind.Create : Kind;
                break;
            case "if_seq_no":
                IfSeqNo = reader.GetInt64();
                break;
            case "if_primary_term":
                IfPrimaryTerm = reader.GetInt64();
                break;
            case "version" or "_version":
                Version = reader.GetInt64();
                break;
            case "version_type" or "_version_type":
                VersionType = VersionTypes.Parse(Scalar(ref reader, number, name));
                break;
            case "routing" or "_routing":
                Routing = Scalar(ref reader, number, name);
                break;
            case "require_data_stream":
                RequireDataStream = Scalar(ref reader, number, name) == "true";
                break;
            case "_source":
                using (var filter = JsonDocument.ParseValue(ref reader))
                {
                    Source = SourceFilter.Parse(filter.RootElement);
                }

                break;
            case "pipeline":
                Pipeline = Scalar(ref reader, number, name);
                break;
            case "dynamic_templates" or "list_executed_pipelines":
                reader.Skip();
                break;
            default:
                throw Refuse.IllegalArgument($"Action/metadata line [{number}] contains an unknown parameter [{name}]");
        }
    }

    private static string? Scalar(ref Utf8JsonReader reader, int number, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw Refuse.IllegalArgument($"Malformed action/metadata line [{number}], expected a simple value for field [{name}] but found [{Token(reader.TokenType)}]"),
    };

    /// <summary>A token by its name in the parser that Elasticsearch uses.</summary>
    private static string Token(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "START_OBJECT",
        JsonTokenType.EndObject => "END_OBJECT",
        JsonTokenType.StartArray => "START_ARRAY",
        JsonTokenType.EndArray => "END_ARRAY",
        JsonTokenType.PropertyName => "FIELD_NAME",
        JsonTokenType.String => "VALUE_STRING",
        JsonTokenType.Number => "VALUE_NUMBER",
        JsonTokenType.Null => "VALUE_NULL",
        JsonTokenType.None => "null",
        _ => "VALUE_BOOLEAN",
    };
}
