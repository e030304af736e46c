using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>From JSON tokens to typed values.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>Bytes of the longest term of a keyword field, as in Lucene.</summary>
    private const int LongestTerm = 32_766;

    private void AddScalar(ref Utf8JsonReader reader, FieldMapping field)
    {
        var text = reader.ValueSpan;
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.String)
        {
            AddOther(field, text, start, reader.TokenType == JsonTokenType.Number);
        }
        else if (reader.ValueIsEscaped)
        {
            var unescaped = _scratchUsed;
            text = Unescape(ref reader);
            AddString(field, text, unescaped, isEscaped: true, start);
        }
        else
        {
            // The token starts at its quote.
            AddString(field, text, start + 1, isEscaped: false, start);
        }

        CopyTo(ref reader, field, text);
    }

    /// <summary>Adds a number or a boolean.</summary>
    private void AddOther(FieldMapping field, ReadOnlySpan<byte> text, int start, bool isNumber)
    {
        if (field.Kind.HasStrings())
        {
            AddRange(field, text, start, inScratch: false);
        }
        else
        {
            AddTyped(field, text, isNumber, start);
        }

        AddSubFields(field, text, isNumber);
    }

    /// <param name="field">The field.</param>
    /// <param name="text">The string without escapes.</param>
    /// <param name="start">Where that is, in the document or in the scratch buffer.</param>
    /// <param name="isEscaped">Whether it is in the scratch buffer.</param>
    /// <param name="at">Where the string's token starts in the document.</param>
    private void AddString(FieldMapping field, ReadOnlySpan<byte> text, int start, bool isEscaped, int at)
    {
        if (field.Kind.HasStrings())
        {
            AddRange(field, text, start, isEscaped);
        }
        else
        {
            AddTyped(field, text, isNumber: false, at);
        }

        foreach (var sub in field.SubFields)
        {
            if (sub.Kind.HasStrings())
            {
                AddRange(sub, text, start, isEscaped);
            }
            else
            {
                AddTyped(sub, text, isNumber: false, at);
            }
        }
    }

    private Span<byte> Unescape(scoped ref Utf8JsonReader reader)
    {
        var room = Scratch(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(room);
            _scratchUsed += length;
            return room[..length];
        }
        catch (InvalidOperationException)
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] failed to parse", Refuse.ContentParse("the string is not valid Unicode"));
        }
    }

    private void AddSubFields(FieldMapping field, ReadOnlySpan<byte> text, bool isNumber)
    {
        foreach (var sub in field.SubFields)
        {
            AddText(sub, text, isNumber, 0);
        }
    }

    private void CopyTo(scoped ref Utf8JsonReader reader, FieldMapping field, ReadOnlySpan<byte> text)
    {
        foreach (var path in field.CopyTo)
        {
            if (_mapping.Fields.TryGetValue(path, out var target))
            {
                AddText(target, text, reader.TokenType == JsonTokenType.Number, 0);
                AddSubFields(target, text, reader.TokenType == JsonTokenType.Number);
            }
            else
            {
                CopyToUnknown(ref reader, path);
            }
        }
    }

    /// <summary>A value that doesn't stand in the document as it is: it goes through the scratch buffer.</summary>
    private void AddText(FieldMapping field, ReadOnlySpan<byte> text, bool isNumber, int at)
    {
        if (!field.Kind.HasStrings())
        {
            AddTyped(field, text, isNumber, at);
            return;
        }

        var start = _scratchUsed;
        text.CopyTo(Scratch(text.Length));
        _scratchUsed += text.Length;
        AddRange(field, _scratch.AsSpan(start, text.Length), start, inScratch: true);
    }

    private void AddRange(FieldMapping field, ReadOnlySpan<byte> text, int start, bool inScratch)
    {
        if (!field.Searchable)
        {
            return;
        }

        switch (field.Kind)
        {
            case FieldKind.Ip:
                AddIp(field, text);
                return;
            case FieldKind.ConstantKeyword:
                AddConstant(field, text);
                return;
            case FieldKind.Flattened:
                throw Unfit(field, Preview(text), "Failed to parse object: expecting token of type [START_OBJECT] but found [VALUE_STRING]", start);
            case FieldKind.Keyword or FieldKind.Wildcard when IsTooLong(field, text):
                Ignore(field.Path);
                return;
            case FieldKind.Unindexed:
                return;
        }

        if (field.LowercaseNormalizer)
        {
            var folded = FoldedText.Fold(text);
            start = _scratchUsed;
            folded.CopyTo(Scratch(folded.Length));
            _scratchUsed += folded.Length;
            text = folded;
            inScratch = true;
        }

        Add(new FieldValue { Field = field, Start = start, Length = text.Length, InScratch = inScratch });
    }

    private bool IsTooLong(FieldMapping field, ReadOnlySpan<byte> text)
    {
        // A string has at most as many characters as bytes, so most need no counting.
        if (text.Length > field.IgnoreAbove && Encoding.UTF8.GetCharCount(text) > field.IgnoreAbove)
        {
            return true;
        }

        if (text.Length <= LongestTerm || field.IgnoreAbove != int.MaxValue || field.Kind != FieldKind.Keyword)
        {
            return false;
        }

        return IsTolerant
            ? true
            : throw Refuse.IllegalArgument($"Document contains at least one immense term in field=\"{field.Path}\" (whose UTF8 encoding is longer than the max length {LongestTerm}), all of which were skipped.");
    }

    /// <summary>A constant_keyword without a value takes that of the first document.</summary>
    private void AddConstant(FieldMapping field, ReadOnlySpan<byte> text)
    {
        if (field.ConstantValue is not { } constant)
        {
            _newFields.Add(new NewField(field.Path, new JsonObject { ["type"] = "constant_keyword", ["value"] = Encoding.UTF8.GetString(text) }));
        }
        else if (text.SequenceEqual(Encoding.UTF8.GetBytes(constant)))
        {
            // It is the same in every document, and so part of their common structure.
            _placeStart = -1;
        }
        else
        {
            Malformed(field, text, $"[constant_keyword] field [{field.Path}] only accepts values that are equal to the value defined in the mappings [{constant}], but got [{Preview(text)}]", 0);
        }
    }

    private void AddIp(FieldMapping field, ReadOnlySpan<byte> text)
    {
        if (!IpText.TryParse(text, out var address))
        {
            Malformed(field, text, $"'{Preview(text)}' is not an IP string literal.", 0);
            return;
        }

        var start = _scratchUsed;
        address.MapToIPv6().TryWriteBytes(Scratch(16), out _);
        _scratchUsed += 16;
        Add(new FieldValue { Field = field, Start = start, Length = 16, InScratch = true });
    }

    private void AddTyped(FieldMapping field, ReadOnlySpan<byte> text, bool isNumber, int at)
    {
        // An empty string stands for no number, as null does.
        if (!field.Searchable || (!isNumber && text.IsEmpty && field.Coerce && field.Kind.IsNumeric()))
        {
            return;
        }

        var value = new FieldValue { Field = field };
        var why = field.Kind switch
        {
            FieldKind.Boolean => ParseBoolean(text, isNumber, ref value.Long),
            FieldKind.Date or FieldKind.DateNanos => ParseDate(field, text, ref value.Long),
            _ when field.Kind.IsFractional() => ParseDouble(field, text, isNumber, ref value.Double),
            _ => ParseWhole(field, text, isNumber, ref value.Long),
        };
        if (why is null)
        {
            Add(value);
        }
        else
        {
            Malformed(field, text, why, at);
        }
    }

    private static string? ParseBoolean(ReadOnlySpan<byte> text, bool isNumber, ref long value)
    {
        value = text.SequenceEqual("true"u8) ? 1 : 0;
        return !isNumber && (value == 1 || text.SequenceEqual("false"u8) || text.IsEmpty)
            ? null
            : $"Failed to parse value [{Preview(text)}] as only [true] or [false] are allowed.";
    }

    private static string? ParseDate(FieldMapping field, ReadOnlySpan<byte> text, ref long value)
    {
        if (!field.DateFormat.TryParse(text, out var instant))
        {
            return $"failed to parse date field [{Preview(text)}] with format [{field.DateFormat.Text}]";
        }

        if (field.Kind == FieldKind.Date)
        {
            value = instant.Millis;
            return null;
        }

        // date_nanos is a signed 64-bit count, and Elasticsearch takes nothing before 1970.
        if (instant.Seconds is < 0 or > 9_223_372_035)
        {
            return $"date[{Preview(text)}] is {(instant.Seconds < 0 ? "before the epoch in 1970" : "after 2262-04-11T23:47:16.854775807")} and cannot be stored in nanosecond resolution";
        }

        value = instant.TotalNanos;
        return null;
    }

    private static string? ParseDouble(FieldMapping field, ReadOnlySpan<byte> text, bool isNumber, ref double value)
    {
        if (!isNumber && !field.Coerce)
        {
            return PassedAsString(field);
        }

        if (!Utf8Parser.TryParse(text, out value, out var used) || used != text.Length || !double.IsFinite(value))
        {
            return $"For input string: \"{Preview(text)}\"";
        }

        value = Documents.NumericPrecision.Round(field, value);
        return double.IsFinite(value) ? null : $"[{field.TypeName}] supports only finite values, but got [{Preview(text)}]";
    }

    private static string? ParseWhole(FieldMapping field, ReadOnlySpan<byte> text, bool isNumber, ref long value)
    {
        if (!isNumber && !field.Coerce)
        {
            return PassedAsString(field);
        }

        var (low, high) = field.Kind.Bounds();
        if (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length)
        {
            return value >= low && value <= high ? null : OutOfRange(field, text);
        }

        // Elasticsearch coerces: a fraction is cut off.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return double.TryParse(text, CultureInfo.InvariantCulture, out var huge) && double.IsInfinity(huge) is false && Math.Abs(huge) > long.MaxValue
                ? OutOfRange(field, text)
                : $"For input string: \"{Preview(text)}\"";
        }

        if (!field.Coerce && number != Math.Truncate(number))
        {
            return $"{Preview(text)} cannot be converted to {char.ToUpperInvariant(field.TypeName[0])}{field.TypeName[1..]} without data loss";
        }

        number = Math.Truncate(number);
        if (number < low || number > high)
        {
            return OutOfRange(field, text);
        }

        value = (long)number;
        return null;
    }

    private static string PassedAsString(FieldMapping field) =>
        $"{char.ToUpperInvariant(field.TypeName[0])}{field.TypeName[1..]} value passed as String";

    private static string OutOfRange(FieldMapping field, ReadOnlySpan<byte> text) => field.Kind switch
    {
        FieldKind.Long => $"Numeric value ({Preview(text)}) out of range of long (-9223372036854775808 - 9223372036854775807)",
        FieldKind.Integer => $"Numeric value ({Preview(text)}) out of range of int (-2147483648 - 2147483647)",
        _ => $"Value [{Preview(text)}] is out of range for a {field.TypeName}",
    };

    private static string Preview(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 100)]);
}
