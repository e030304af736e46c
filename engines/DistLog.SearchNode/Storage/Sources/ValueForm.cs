namespace DistLog.SearchNode.Storage.Sources;

/// <summary>In which textual form a document has a column's value. Numbers are part of the format on disk.</summary>
internal enum FormKind : byte
{
    /// <summary>No column has it: it is kept as it is.</summary>
    Rest = 0,

    /// <summary>A string, byte by byte.</summary>
    Text = 1,

    /// <summary>A string escaped in the way of <see cref="JsonEscaping"/> that the parameter names.</summary>
    Escaped = 2,

    /// <summary>As <see cref="Text"/>, behind the key of a flattened field, which isn't part of it.</summary>
    KeyedText = 3,

    /// <summary>As <see cref="Escaped"/>, behind the key of a flattened field.</summary>
    KeyedEscaped = 4,

    /// <summary>A whole number without sign or zeros in front that it doesn't need.</summary>
    Whole = 5,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 6,

    /// <summary>The shortest decimal that gives the same double.</summary>
    Double = 7,

    /// <summary>The shortest decimal that gives the same float.</summary>
    Single = 8,

    /// <summary>A decimal with as many places as the parameter says.</summary>
    Fixed = 9,

    /// <summary>A time in the <see cref="TimeStyle"/> of the parameter, of a column of milliseconds; digits beyond those are kept beside.</summary>
    Millis = 10,

    /// <summary>A time in the <see cref="TimeStyle"/> of the parameter, of a column of nanoseconds.</summary>
    Nanos = 11,

    /// <summary>An IP address in its canonical form.</summary>
    Address = 12,
}

/// <summary>A form with its parameter.</summary>
internal readonly record struct ValueForm(FormKind Kind, int Parameter = 0)
{
    /// <summary>True for a time whose last digits no column has.</summary>
    public bool HasFraction => Kind == FormKind.Millis && FractionDigits > 0;

    /// <summary>How many digits of a time come after the milliseconds.</summary>
    public int FractionDigits => Math.Max(0, TimeStyle.Unpack(Parameter).Digits - 3);
}
