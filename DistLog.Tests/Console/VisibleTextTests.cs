using DistLog.Console.Text;

namespace DistLog.Tests.Console;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("nul\0 bell\a back\b", "nul\u2400 bell\u2407 back\u2408")]
    [InlineData("\u001b[31mred\u001b[0m", "\u241b[31mred\u241b[0m")]
    [InlineData("carriage\rreturn", "carriage\u240dreturn")]
    [InlineData("abc\u202egpj.exe", "abc⟨U+202E⟩gpj.exe")]
    [InlineData("\u2066isolate\u2069", "⟨U+2066⟩isolate⟨U+2069⟩")]
    [InlineData("delete\u007f next\u0085", "delete⟨U+007F⟩ next⟨U+0085⟩")]
    [InlineData("emoji 🙂 日本語 ü", "emoji 🙂 日本語 ü")]
    [InlineData(null, "")]
    public void What_is_hidden_becomes_visible(string? text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void A_broken_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", VisibleText.Of("a" + (char)0xD800 + "b"));

    [Fact]
    public void A_long_text_is_cut_and_says_how_long_it_was() =>
        Assert.Equal("xxxxx… (1,000,000 characters)", VisibleText.Of(new string('x', 1_000_000), 5));

    [Fact]
    public void A_cut_splits_no_character() => Assert.Equal("ab… (4 characters)", VisibleText.Of("ab🙂", 3));
}
