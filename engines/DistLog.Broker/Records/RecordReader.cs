namespace DistLog.Broker.Records;

/// <summary>
/// Walks over the records of an unpacked batch: length (zigzag varint), attributes (1), timestamp delta (varlong), offset delta
/// (varint), key length or -1, key, value length or -1, value, headers. Ends early at bytes that are no record.
/// </summary>
internal ref struct RecordReader(ReadOnlySpan<byte> records, RecordBatchHeader header)
{
    private ReadOnlySpan<byte> _rest = records;
    private int _left = header.RecordCount;

    public long Offset { get; private set; }

    public long Timestamp { get; private set; }

    public bool HasKey { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public bool HasValue { get; private set; }

    /// <summary>The whole record with its length.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    /// <summary>Whether bytes were met that are no record.</summary>
    public bool Malformed { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        var start = _rest;
        if (!TryReadVarLong(ref _rest, out var length) || length < 0 || length > _rest.Length)
        {
            return Fail();
        }

        var body = _rest[..(int)length];
        _rest = _rest[(int)length..];
        Raw = start[..(start.Length - _rest.Length)];
        return ReadBody(body) || Fail();
    }

    private bool ReadBody(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return false;
        }

        body = body[1..];
        if (!TryReadVarLong(ref body, out var timestampDelta) || !TryReadVarLong(ref body, out var offsetDelta)
            || !TryReadVarLong(ref body, out var keyLength) || keyLength > body.Length)
        {
            return false;
        }

        (Timestamp, Offset, HasKey) = (header.BaseTimestamp + timestampDelta, header.BaseOffset + offsetDelta, keyLength >= 0);
        Key = HasKey ? body[..(int)keyLength] : default;
        body = body[Key.Length..];
        if (!TryReadVarLong(ref body, out var valueLength) || valueLength > body.Length)
        {
            return false;
        }

        HasValue = valueLength >= 0;
        return true;
    }

    private bool Fail()
    {
        (_left, Malformed) = (0, true);
        return false;
    }

    private static bool TryReadVarLong(ref ReadOnlySpan<byte> bytes, out long value)
    {
        ulong raw = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            raw |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                value = (long)(raw >> 1) ^ -(long)(raw & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
