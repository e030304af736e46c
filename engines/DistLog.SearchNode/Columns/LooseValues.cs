using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Columns;

/// <summary>
/// Which of a template column's irregular values are a template's all the same, but for how many digits its runs have: numbers that aren't
/// padded with zeros. A template for each combination of lengths would be one for each message in the end.
/// </summary>
internal sealed class LooseValues
{
    private int[]? _runStarts;

    /// <summary>For each irregular value its template, or <see cref="TemplateDictionary.None"/> where it stands as it is.</summary>
    public required ushort[] Numbers { get; init; }

    /// <summary>How many digits each run of these values has, one value's right after another's.</summary>
    public required ushort[] RunLengths { get; init; }

    public int Size => (Numbers.Length * 6) + (RunLengths.Length * 2);

    /// <summary>The lengths of one value's runs.</summary>
    public ReadOnlySpan<ushort> RunsOf(int place, TemplateDictionary templates)
    {
        var starts = _runStarts ??= FindStarts(templates);
        return RunLengths.AsSpan(starts[place]..starts[place + 1]);
    }

    /// <summary>How many digits a value has.</summary>
    public int DigitsOf(int place, TemplateDictionary templates)
    {
        var digits = 0;
        foreach (var length in RunsOf(place, templates))
        {
            digits += length;
        }

        return digits;
    }

    /// <summary>Bytes of a value.</summary>
    public int LengthOf(int place, TemplateDictionary templates)
    {
        var template = templates[Numbers[place]];
        return template.Text.Length - template.Digits + DigitsOf(place, templates);
    }

    /// <summary>Writes a value: the template with runs as long as the value's.</summary>
    public void Write(int place, TemplateDictionary templates, ReadOnlySpan<byte> digits, Span<byte> target)
    {
        var template = templates[Numbers[place]];
        var runs = RunsOf(place, templates);
        var from = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            var before = template.Text[from..template.Runs[i].Start];
            before.CopyTo(target);
            digits[..runs[i]].CopyTo(target[before.Length..]);
            target = target[(before.Length + runs[i])..];
            digits = digits[runs[i]..];
            from = template.Runs[i].Start + template.Runs[i].Length;
        }

        template.Text[from..].CopyTo(target);
    }

    private int[] FindStarts(TemplateDictionary templates)
    {
        var starts = new int[Numbers.Length + 1];
        for (var place = 0; place < Numbers.Length; place++)
        {
            starts[place + 1] = starts[place] + (Numbers[place] == TemplateDictionary.None ? 0 : templates[Numbers[place]].Runs.Length);
        }

        return starts[^1] == RunLengths.Length ? starts : throw new DamagedDataException("a column has more runs of digits than its templates, or fewer");
    }
}
