using System.Buffers.Binary;
using System.Text;
using DistLog.Contracts;

namespace DistLog.Router.Normalisation;

/// <summary>Finds or derives a log's id.</summary>
internal static class LogIdentity
{
    /// <summary>The sender's <c>log_id</c>, which is taken; else one derived from the record's content.</summary>
    /// <remarks>
    /// The sender's address is no part of the content, since a resend may come through another interface. A record that says
    /// no time at all gets its place on the bus into its id: two equal lines are then two events, as nothing tells a resend
    /// from a repetition, and losing one in silence would be worse than keeping both.
    /// </remarks>
    public static ReadOnlySpan<byte> Of(EventRecord record, EventTime time, scoped in Arrival arrival)
    {
        var index = Aliases.FirstName(record, [Field.LogId]);
        if (index >= 0)
        {
            record.Take(index);
            return record.Text(index);
        }

        var content = WithoutSender(record);
        return Encoding.ASCII.GetBytes(EventIdentity.Derived(time.IsArrival ? WithPlace(content, arrival) : content));
    }

    /// <summary>The record up to its closing brace, without the injected address and the comma before it.</summary>
    private static ReadOnlySpan<byte> WithoutSender(EventRecord record)
    {
        var json = record.Json;
        var end = json.LastIndexOf((byte)'}');
        var sender = record.Find(Field.InjectedSender);
        if (sender < 0)
        {
            return json[..end];
        }

        var property = record.Property(sender);
        var before = json[..(property.NameStart - 1)].TrimEnd((byte)' ').TrimEnd((byte)',');
        var after = json[property.ValueEnd..end].TrimEnd((byte)' ');
        return after.IsEmpty ? before : (byte[])[.. before, .. after];
    }

    private static byte[] WithPlace(ReadOnlySpan<byte> content, in Arrival arrival)
    {
        var bytes = new byte[content.Length + 20];
        content.CopyTo(bytes);
        var place = bytes.AsSpan(content.Length);
        BinaryPrimitives.WriteInt64LittleEndian(place, arrival.UnixMs);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], arrival.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(place[16..], arrival.Partition);
        return bytes;
    }
}
