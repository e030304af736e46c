using System.Buffers.Text;
using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>
/// Writes the document's attributes: the members of the sender's own, then every property that nobody took, then where
/// the event came from. A name that is used already gets a number, since stores refuse an object that has it twice.
/// </summary>
internal sealed class AttributesWriter(EventRecord record, JsonOutput output)
{
    private readonly NameSet _names = new();
    private bool _any;
    private int _suffix;

    /// <summary>Writes <c>,"attributes":{…}</c>, or nothing where there are none.</summary>
    /// <param name="originalTimestamp">The property that holds a timestamp to keep; -1: none.</param>
    public void Write(int originalTimestamp)
    {
        _names.Clear();
        _any = false;
        _suffix = 1;
        if (originalTimestamp >= 0)
        {
            record.Take(originalTimestamp);
        }

        WriteOwn();
        var tag = TakeInjected(Field.InjectedTag);
        var sender = TakeInjected(Field.InjectedSender);
        WriteRest();
        WriteMember("timestamp"u8, originalTimestamp);
        WriteMember("tag"u8, tag);
        WriteMember("sender"u8, sender);
        if (_any)
        {
            output.Raw((byte)'}');
        }
    }

    private int TakeInjected(Field field)
    {
        var index = record.Find(field);
        if (index >= 0)
        {
            record.Take(index);
        }

        return index;
    }

    private void WriteOwn()
    {
        var index = record.Find(Field.Attributes);
        if (index < 0 || record.Kind(index) != JsonTokenType.StartObject)
        {
            return;
        }

        record.Take(index);
        var raw = record.Raw(index);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Name(reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            output.Raw(raw[start..(int)reader.BytesConsumed]);
        }
    }

    private void WriteRest()
    {
        for (var i = 0; i < record.Count; i++)
        {
            if (!record.IsTaken(i))
            {
                WriteMember(record.RawName(i), i);
            }
        }
    }

    private void WriteMember(ReadOnlySpan<byte> name, int index)
    {
        if (index >= 0)
        {
            Name(name);
            output.Raw(record.Raw(index));
        }
    }

    /// <summary>Writes a name that is escaped as far as it needs, and its colon.</summary>
    private void Name(ReadOnlySpan<byte> name)
    {
        output.Raw(_any ? ","u8 : ",\"attributes\":{"u8);
        _any = true;
        if (_names.Add(name))
        {
            output.Quoted(name);
        }
        else
        {
            output.Raw((byte)'"');
            output.Raw(name);
            WriteFreeSuffix(name);
            output.Raw((byte)'"');
        }

        output.Raw((byte)':');
    }

    private void WriteFreeSuffix(ReadOnlySpan<byte> name)
    {
        Span<byte> candidate = name.Length <= 240 ? stackalloc byte[256] : new byte[name.Length + 16];
        name.CopyTo(candidate);
        candidate[name.Length] = (byte)'_';
        int written;
        do
        {
            _suffix++;
            Utf8Formatter.TryFormat(_suffix, candidate[(name.Length + 1)..], out written);
        }
        while (!_names.Add(candidate[..(name.Length + 1 + written)]));
        output.Raw(candidate.Slice(name.Length, written + 1));
    }
}
