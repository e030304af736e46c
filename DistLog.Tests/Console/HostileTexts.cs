namespace DistLog.Tests.Console;

/// <summary>What a log line may try on the page that shows it.</summary>
internal static class HostileTexts
{
    public static TheoryData<string> Markup => new(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "</script><script>alert(1)</script>",
        "</template><b>out</b>",
        "' onmouseover='alert(1)",
        "<!--",
        "]]><x>");
}
