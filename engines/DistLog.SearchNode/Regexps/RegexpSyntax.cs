namespace DistLog.SearchNode.Regexps;

/// <summary>Which of Lucene's operators beyond the usual ones a pattern may use.</summary>
[Flags]
internal enum RegexpSyntax
{
    None = 0,

    /// <summary><c>a&amp;b</c>: both.</summary>
    Intersection = 1,

    /// <summary><c>~a</c>: everything but this.</summary>
    Complement = 2,

    /// <summary><c>#</c>: nothing at all, not even the empty string.</summary>
    Empty = 4,

    /// <summary><c>@</c>: any string.</summary>
    AnyString = 8,

    /// <summary><c>&lt;1-100&gt;</c>: a number between two.</summary>
    Interval = 32,

    All = 255,
}
