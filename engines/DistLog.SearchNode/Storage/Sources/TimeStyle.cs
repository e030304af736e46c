namespace DistLog.SearchNode.Storage.Sources;

/// <summary>How the zone of a time is written.</summary>
internal enum ZoneForm : byte
{
    None,
    Z,
    Colon,
    Basic,
    Hours,
}

/// <summary>How a time is written, all but the time itself.</summary>
/// <param name="Separator">Between day and hour: <c>T</c> or a space.</param>
/// <param name="Digits">Digits of the second's fraction, 0 to 9; without any there is no point.</param>
/// <param name="Zone">How the zone is written.</param>
/// <param name="Minutes">How far the zone is ahead of UTC.</param>
/// <param name="IsNegative">A zone's sign, which a zone of 0 minutes has too.</param>
internal readonly record struct TimeStyle(byte Separator, int Digits, ZoneForm Zone, int Minutes, bool IsNegative)
{
    private const int MostMinutes = 1 << 11;

    public int Pack() => (Separator == (byte)' ' ? 1 : 0) | Digits << 1 | (int)Zone << 5 | (IsNegative ? 1 : 0) << 8 | Math.Abs(Minutes) << 9;

    /// <exception cref="Encoding.DamagedDataException">There is no such style.</exception>
    public static TimeStyle Unpack(int packed)
    {
        var (digits, zone, isNegative, minutes) = (packed >> 1 & 15, (ZoneForm)(packed >> 5 & 7), (packed >> 8 & 1) == 1, packed >> 9);
        return digits <= 9 && zone <= ZoneForm.Hours && minutes is >= 0 and < MostMinutes
            ? new TimeStyle((packed & 1) == 1 ? (byte)' ' : (byte)'T', digits, zone, isNegative ? -minutes : minutes, isNegative)
            : throw new Encoding.DamagedDataException("a time is written in no known style");
    }
}
