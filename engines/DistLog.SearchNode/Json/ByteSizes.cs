using System.Globalization;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Json;

/// <summary>Sizes such as <c>50gb</c>.</summary>
internal static class ByteSizes
{
    private static readonly (string Unit, int Shift)[] Units = [("kb", 10), ("mb", 20), ("gb", 30), ("tb", 40), ("pb", 50), ("k", 10), ("m", 20), ("g", 30), ("t", 40), ("p", 50), ("b", 0)];

    public static long Parse(string text, string setting)
    {
        var lower = text.ToLowerInvariant();
        foreach (var (unit, shift) in Units)
        {
            if (lower.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(lower.AsSpan(0, lower.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return (long)(number * (1L << shift));
            }
        }

        throw Refuse.IllegalArgument($"failed to parse setting [{setting}] with value [{text}] as a size in bytes: unit is missing or unrecognized");
    }
}
