namespace DistLog.SearchNode.Text;

/// <summary>
/// Finds the words of a text as Lucene's standard tokenizer does: letters and digits, joined by what may stand inside words and numbers
/// (<c>executor.Executor</c>, <c>3,14</c>, <c>user_name</c>); an ideograph is a word of its own.
/// </summary>
internal ref struct StandardTokenizer(ReadOnlySpan<byte> text)
{
    /// <summary>Longer words are cut into pieces of this many characters.</summary>
    private const int LongestToken = 255;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public int Start { get; private set; }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Current => _text.Slice(Start, Length);

    /// <summary>Goes to the next word.</summary>
    public bool MoveNext()
    {
        while (_at < _text.Length)
        {
            var type = CharClasses.Next(_text[_at..], out var length);
            if (type == CharClass.Ideograph)
            {
                (Start, Length) = (_at, length);
                _at += length;
                return true;
            }

            if (type is CharClass.Letter or CharClass.Digit or CharClass.ExtendNumLet)
            {
                if (TakeWord(type))
                {
                    return true;
                }

                continue;
            }

            _at += length;
        }

        return false;
    }

    /// <summary>Takes a word that starts here; false for a run of underscores only.</summary>
    private bool TakeWord(CharClass last)
    {
        Start = _at;
        CharClasses.Next(_text[_at..], out var length);
        _at += length;
        var hasWord = last != CharClass.ExtendNumLet;
        for (var characters = 1; _at < _text.Length && characters < LongestToken; characters++)
        {
            var type = CharClasses.Next(_text[_at..], out length);
            if (type is CharClass.Letter or CharClass.Digit or CharClass.ExtendNumLet)
            {
                last = type;
                hasWord |= type != CharClass.ExtendNumLet;
            }
            else if (type != CharClass.Extend && !Joins(last, type, _at + length))
            {
                break;
            }

            _at += length;
        }

        Length = _at - Start;
        return hasWord;
    }

    private readonly bool Joins(CharClass last, CharClass middle, int next)
    {
        if (middle is not (CharClass.MidLetter or CharClass.MidNum or CharClass.MidNumLet) || next >= _text.Length)
        {
            return false;
        }

        var following = CharClasses.Next(_text[next..], out _);
        return last == following
            && ((last == CharClass.Letter && middle != CharClass.MidNum) || (last == CharClass.Digit && middle != CharClass.MidLetter));
    }
}
