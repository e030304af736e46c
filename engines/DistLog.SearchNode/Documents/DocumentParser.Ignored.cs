using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>What is left out of the columns, and named in <c>_ignored</c>; and what the document carries beside its fields.</summary>
internal sealed partial class DocumentParser
{
    private readonly SortedSet<string> _ignored = new(StringComparer.Ordinal);
    private byte[] _routing = [];
    private ReadOnlyMemory<byte> _idBytes;

    /// <summary>
    /// Every value that doesn't fit is left out of the columns instead of failing the document. For documents that were acknowledged
    /// before: replaying and merging must not lose them, whatever the mapping has become since.
    /// </summary>
    public bool KeepsAll { get; init; }

    /// <summary>What the document is routed by; empty for nearly all.</summary>
    public ReadOnlySpan<byte> Routing => _routing;

    private bool IsTolerant => KeepsAll || _mapping.Settings.KeepsAll;

    /// <summary>Says which document the next parse is of; the id is for messages, and read when one is made.</summary>
    public void Begin(ReadOnlyMemory<byte> id, string? routing)
    {
        _idBytes = id;
        _routing = string.IsNullOrEmpty(routing) ? [] : Encoding.UTF8.GetBytes(routing);
    }

    /// <summary>As the other, from what is stored.</summary>
    public void Begin(ReadOnlySpan<byte> routing)
    {
        _idBytes = default;
        _routing = routing.ToArray();
    }

    private void Ignore(string path)
    {
        if (_hidden == 0)
        {
            _ignored.Add(path);
        }
    }

    /// <summary>Adds the columns that no field of the document gives.</summary>
    private void AddSystemValues()
    {
        if (_ignored.Count > 0)
        {
            AddIgnored();
        }

        if (_routing.Length > 0)
        {
            AddSystem(SystemFields.Routing, _routing);
        }
    }

    private void AddIgnored()
    {
        foreach (var path in _ignored)
        {
            AddSystem(SystemFields.Ignored, Encoding.UTF8.GetBytes(path));
        }
    }

    private void AddSystem(FieldMapping field, ReadOnlySpan<byte> text)
    {
        var start = _scratchUsed;
        text.CopyTo(Scratch(text.Length));
        _scratchUsed += text.Length;
        Add(new FieldValue { Field = field, Start = start, Length = text.Length, InScratch = true });
    }

    /// <summary>A value of the wrong shape: an object where a field is, or a value where an object is. Skipped, or refused.</summary>
    private void Mismatch(ref Utf8JsonReader reader, string path, ElasticsearchException refusal)
    {
        if (!IsTolerant)
        {
            throw refusal;
        }

        SkipUnheld(ref reader);
        Ignore(path);
    }

    private void Malformed(FieldMapping field, ReadOnlySpan<byte> text, string why, int at)
    {
        if (!field.IgnoreMalformed && !IsTolerant)
        {
            throw Unfit(field, Preview(text), why, at);
        }

        Ignore(field.Path);
    }
}
