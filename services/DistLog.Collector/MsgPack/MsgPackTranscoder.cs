using DistLog.Collector.Records;

namespace DistLog.Collector.MsgPack;

/// <summary>Writes one MessagePack map as a JSON object, in one pass and without an object per field.</summary>
/// <remarks>
/// Binary becomes text where it is UTF-8 and base64 where it is not, extensions become base64, NaN and infinities
/// become strings, and keys that are no strings become their text. A key that comes twice stays twice.
/// </remarks>
internal ref struct MsgPackTranscoder(ReadOnlySpan<byte> input, JsonBuffer output, int maxRecordBytes)
{
    /// <summary>Containers within each other in one record: what the readers of JSON behind the bus allow.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _input = input;
    private readonly JsonBuffer _output = output;
    private int _keyRank = NodeKeyFields.None;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>Why the record could not be written.</summary>
    public string? Error { get; private set; }

    /// <summary>How many strings were not UTF-8 and were repaired with U+FFFD.</summary>
    public int Repaired { get; private set; }

    /// <summary>What names the node: a slice of the input, or of the output where it is a number; empty where nothing does.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Writes the map at the start of the input.</summary>
    /// <returns>False with <see cref="Error"/> where it is no map, or can't be written.</returns>
    public bool TryWriteRecord()
    {
        if (!TryTake(out var header))
        {
            return false;
        }
        return header.Kind == MsgPackKind.Map
            ? TryWriteMap(header.Value, 1)
            : Fail($"the record is {Name(header.Kind)}, not a map");
    }

    private bool TryWriteMap(ulong entries, int depth)
    {
        if (depth > MaxDepth)
        {
            return Fail($"more than {MaxDepth} containers within each other");
        }
        _output.Append((byte)'{');
        for (var i = 0UL; i < entries; i++)
        {
            if (i > 0)
            {
                _output.Append((byte)',');
            }
            if (!TryWriteEntry(depth))
            {
                return false;
            }
        }
        _output.Append((byte)'}');
        return true;
    }

    private bool TryWriteEntry(int depth)
    {
        if (!TryTake(out var key) || !TryWriteKey(key, depth, out var rank))
        {
            return false;
        }
        _output.Append((byte)':');
        if (!TryTake(out var value))
        {
            return false;
        }
        var payload = _input.Slice(Position, (int)Math.Min(value.PayloadLength, (uint)(_input.Length - Position)));
        var start = _output.Length;
        if (!TryWriteValue(value, depth))
        {
            return false;
        }
        if (rank <= _keyRank && rank < NodeKeyFields.None)
        {
            ConsiderKey(rank, value.Kind, payload, start);
        }
        return true;
    }

    private void ConsiderKey(int rank, MsgPackKind kind, ReadOnlySpan<byte> payload, int start)
    {
        var key = kind switch
        {
            MsgPackKind.String => payload,
            MsgPackKind.Integer or MsgPackKind.Unsigned => _output.Written[start..],
            _ => default,
        };
        if (!key.IsEmpty)
        {
            _keyRank = rank;
            Key = kind == MsgPackKind.String ? key : key.ToArray(); // the output may still move
        }
    }

    private bool TryWriteKey(in MsgPackHeader key, int depth, out int rank)
    {
        rank = NodeKeyFields.None;
        if (key.Kind == MsgPackKind.String)
        {
            if (!TryTakePayload(key, out var name))
            {
                return false;
            }
            rank = depth == 1 ? NodeKeyFields.Rank(name) : NodeKeyFields.None;
            AppendText(name);
            return true;
        }
        return TryWriteOddKey(key, depth);
    }

    // A key that is no string: its JSON, as a string.
    private bool TryWriteOddKey(in MsgPackHeader key, int depth)
    {
        var start = _output.Length;
        if (!TryWriteValue(key, depth))
        {
            return false;
        }
        if (_output.Written[start] != (byte)'"')
        {
            var text = _output.Written[start..].ToArray();
            _output.Truncate(start);
            JsonText.AppendString(_output, text);
        }
        return true;
    }

    private bool TryWriteValue(in MsgPackHeader header, int depth)
    {
        switch (header.Kind)
        {
            case MsgPackKind.String:
            case MsgPackKind.Binary:
            case MsgPackKind.Extension:
                return TryWritePayload(header);
            case MsgPackKind.Map:
                return TryWriteMap(header.Value, depth + 1);
            case MsgPackKind.Array:
                return TryWriteArray(header.Value, depth + 1);
            default:
                WriteScalar(header);
                return true;
        }
    }

    private bool TryWriteArray(ulong count, int depth)
    {
        if (depth > MaxDepth)
        {
            return Fail($"more than {MaxDepth} containers within each other");
        }
        _output.Append((byte)'[');
        for (var i = 0UL; i < count; i++)
        {
            if (i > 0)
            {
                _output.Append((byte)',');
            }
            if (!TryTake(out var item) || !TryWriteValue(item, depth))
            {
                return false;
            }
        }
        _output.Append((byte)']');
        return true;
    }

    private readonly void WriteScalar(in MsgPackHeader header)
    {
        switch (header.Kind)
        {
            case MsgPackKind.Nil:
                _output.Append("null"u8);
                break;
            case MsgPackKind.Boolean:
                _output.Append(header.Value == 0 ? "false"u8 : "true"u8);
                break;
            case MsgPackKind.Integer:
                JsonText.AppendInteger(_output, (long)header.Value);
                break;
            case MsgPackKind.Unsigned:
                JsonText.AppendInteger(_output, header.Value);
                break;
            case MsgPackKind.Single:
                JsonText.AppendNumber(_output, BitConverter.UInt32BitsToSingle((uint)header.Value));
                break;
            default:
                JsonText.AppendNumber(_output, BitConverter.UInt64BitsToDouble(header.Value));
                break;
        }
    }

    private bool TryWritePayload(in MsgPackHeader header)
    {
        if (!TryTakePayload(header, out var payload))
        {
            return false;
        }
        if (header.Kind == MsgPackKind.String)
        {
            AppendText(payload);
        }
        else if (header.Kind == MsgPackKind.Binary && System.Text.Unicode.Utf8.IsValid(payload))
        {
            JsonText.AppendString(_output, payload);
        }
        else
        {
            JsonText.AppendBase64(_output, payload);
        }
        return true;
    }

    private void AppendText(scoped ReadOnlySpan<byte> text)
    {
        if (JsonText.AppendRepaired(_output, text))
        {
            Repaired++;
        }
    }

    private bool TryTake(out MsgPackHeader header)
    {
        if (!MsgPackHeader.TryRead(_input[Position..], out header))
        {
            return Fail("the record ends before it is complete");
        }
        Position += header.Size;
        if (header.Kind == MsgPackKind.Invalid)
        {
            return Fail("0xc1 is no MessagePack type");
        }
        return _output.Length <= maxRecordBytes || TooLarge();
    }

    private bool TryTakePayload(scoped in MsgPackHeader header, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (header.PayloadLength > (uint)(_input.Length - Position))
        {
            return Fail("the record ends before it is complete");
        }
        if (_output.Length + (long)header.PayloadLength > maxRecordBytes)
        {
            return TooLarge();
        }
        payload = _input.Slice(Position, (int)header.PayloadLength);
        Position += payload.Length;
        return true;
    }

    private bool TooLarge() => Fail($"the record is larger than {maxRecordBytes} bytes as JSON");

    private bool Fail(string reason)
    {
        Error = reason;
        return false;
    }

    private static string Name(MsgPackKind kind) => kind switch
    {
        MsgPackKind.Array => "an array",
        MsgPackKind.Integer or MsgPackKind.Unsigned => "an integer",
        MsgPackKind.Extension => "an extension",
        MsgPackKind.Nil => "nil",
        _ => $"a {kind.ToString().ToLowerInvariant()}",
    };
}
