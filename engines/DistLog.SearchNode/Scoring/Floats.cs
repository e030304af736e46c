using System.Globalization;

namespace DistLog.SearchNode.Scoring;

/// <summary>Numbers of single precision in JSON.</summary>
internal static class Floats
{
    /// <summary>A float's own shortest digits, not those of the double that it becomes.</summary>
    public static double Widen(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
