using System.Text;
using DistLog.Contracts;

namespace DistLog.Alerting;

/// <summary>The fixed words and ids of alerts.</summary>
internal static class AlertTexts
{
    public const string LogKind = "log";
    public const string NodeKind = "node";
    public const string Firing = "firing";
    public const string Resolved = "resolved";

    /// <summary>A fingerprint from the parts that make two alerts the same; 32 hexadecimal digits.</summary>
    public static string Fingerprint(params ReadOnlySpan<string?> parts) =>
        EventIdentity.Derived(Encoding.UTF8.GetBytes(string.Join('\u001f', parts)));

    /// <summary>The id of one transition: the same transition decided again (after a crash) gets the same id, so it is stored once.</summary>
    public static string TransitionId(string fingerprint, string status, DateTimeOffset startsAt, long count) =>
        $"{fingerprint}-{startsAt.ToUnixTimeMilliseconds()}-{status}-{count}";

    /// <summary>At most <paramref name="limit"/> UTF-16 units of a text, cut where no surrogate pair is split.</summary>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
