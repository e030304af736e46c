namespace DistLog.Tests.Console;

/// <summary>What a log line may try on the page that shows it.</summary>
internal static class HostileTexts
{
    public static TheoryData<string> Markup => [.. MarkupTexts];

    public static IReadOnlyList<string> MarkupTexts { get; } =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "</script><script>alert(1)</script>",
        "</template><b>out</b>",
        "' onmouseover='alert(1)",
        "<!--",
        "]]><x>",
    ];

    public static IReadOnlyList<string> Controls { get; } =
    [
        "\u001b[31mred\u001b[0m and \0 null",
        "abc\u202egpj.exe",
        "line one\nline two\n\nevent: x\ndata: injected\n\n",
        new('x', 1_000_000),
        "emoji 🙂👩‍👩‍👧 日本語 ünïcödé",
    ];
}
