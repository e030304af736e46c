namespace DistLog.SearchNode.Text;

/// <summary>How a character takes part in finding words, after Unicode's annex 29.</summary>
internal enum CharClass : byte
{
    Other,
    Letter,
    Digit,
    ExtendNumLet,
    MidLetter,
    MidNum,
    MidNumLet,
    Ideograph,

    /// <summary>Marks and format characters: part of whatever stands before them.</summary>
    Extend,
}
