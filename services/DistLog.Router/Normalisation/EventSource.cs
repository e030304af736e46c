namespace DistLog.Router.Normalisation;

/// <summary>Who sent an event.</summary>
internal readonly ref struct EventSource
{
    /// <summary>The node: by its field or an alias, else the sender's address, else the record's key.</summary>
    public ReadOnlySpan<byte> NodeId { get; private init; }

    /// <summary>The service by its field or an alias, else empty.</summary>
    public ReadOnlySpan<byte> ServiceName { get; private init; }

    /// <summary>The sender's tag, or empty.</summary>
    public ReadOnlySpan<byte> Tag { get; private init; }

    /// <summary>Finds the source; the fields that say it are taken.</summary>
    public static EventSource Of(EventRecord record, byte[]? key) => new()
    {
        NodeId = Node(record, key),
        ServiceName = TakeName(record, Aliases.Service),
        Tag = Text(record, Field.InjectedTag),
    };

    private static ReadOnlySpan<byte> Node(EventRecord record, byte[]? key)
    {
        var node = TakeName(record, Aliases.Node);
        if (node.IsEmpty)
        {
            node = Text(record, Field.InjectedSender);
        }

        return !node.IsEmpty ? node : key is { Length: > 0 } ? key : "unknown"u8;
    }

    private static ReadOnlySpan<byte> TakeName(EventRecord record, ReadOnlySpan<Field> aliases)
    {
        var index = Aliases.FirstName(record, aliases);
        if (index < 0)
        {
            return default;
        }

        record.Take(index);
        return record.Text(index);
    }

    private static ReadOnlySpan<byte> Text(EventRecord record, Field field)
    {
        var index = Aliases.FirstName(record, [field]);
        return index < 0 ? default : record.Text(index);
    }
}
