namespace DistLog.SearchNode.Columns;

/// <summary>
/// The part of a message that many messages share: the message with every ASCII digit replaced by <c>0</c>. It is as long as its messages,
/// and since a digit is a digit to every tokenizer, its words stand where theirs do: only the digits are left to compare.
/// </summary>
internal sealed class Template
{
    private readonly ReadOnlyMemory<byte> _text;

    public Template(ReadOnlyMemory<byte> masked)
    {
        _text = masked;
        Runs = FindRuns(masked.Span);
        Digits = Runs.Sum(run => run.Length);
        DigitBits = Storage.Encoding.DigitPacking.BitsOf(Digits);
    }

    /// <summary>The text, each of its messages' digits a <c>0</c>.</summary>
    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Where the digits are, in order.</summary>
    public DigitRun[] Runs { get; }

    /// <summary>How many digits a message of this kind has.</summary>
    public int Digits { get; }

    /// <summary>Bits that these digits take in a block.</summary>
    public int DigitBits { get; }

    /// <summary>Writes a message: the text with the digits in their places.</summary>
    public void Fill(ReadOnlySpan<byte> digits, Span<byte> message)
    {
        Text.CopyTo(message);
        foreach (var run in Runs)
        {
            digits[..run.Length].CopyTo(message[run.Start..]);
            digits = digits[run.Length..];
        }
    }

    /// <summary>The digits of a message of this kind, one run right after another.</summary>
    public void Extract(ReadOnlySpan<byte> message, Span<byte> digits)
    {
        foreach (var run in Runs)
        {
            message.Slice(run.Start, run.Length).CopyTo(digits);
            digits = digits[run.Length..];
        }
    }

    private static DigitRun[] FindRuns(ReadOnlySpan<byte> masked)
    {
        var runs = new List<DigitRun>();
        for (var at = masked.IndexOf((byte)'0'); at >= 0 && at < masked.Length;)
        {
            var length = masked[at..].IndexOfAnyExcept((byte)'0') is >= 0 and var end ? end : masked.Length - at;
            runs.Add(new DigitRun(at, length));
            var next = masked[(at + length)..].IndexOf((byte)'0');
            at = next < 0 ? -1 : at + length + next;
        }

        return [.. runs];
    }
}

/// <summary>Digits that stand side by side in a template.</summary>
internal readonly record struct DigitRun(int Start, int Length);
