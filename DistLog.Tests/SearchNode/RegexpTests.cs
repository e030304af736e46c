using System.Text;
using System.Text.RegularExpressions;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Regexps;

namespace DistLog.Tests.SearchNode;

public sealed class RegexpTests
{
    private static bool Matches(string pattern, string value, bool ignoreCase = false) => new Regexp(pattern, ignoreCase: ignoreCase).Matches(Encoding.UTF8.GetBytes(value));

    [Theory]
    [InlineData("ab?c", "ac", true)]
    [InlineData("ab?c", "abbc", false)]
    [InlineData("a{2,3}", "aaa", true)]
    [InlineData("a{2,3}", "aaaa", false)]
    [InlineData("a{2,}", "aaaaa", true)]
    [InlineData("a{2}", "aa", true)]
    [InlineData("[a-c]+x", "abcx", true)]
    [InlineData("[^a-c]+", "xyz", true)]
    [InlineData("[^a-c]+", "xaz", false)]
    [InlineData("colou?r|grey", "grey", true)]
    [InlineData("\"a.b*\"", "a.b*", true)]
    [InlineData("\"a.b*\"", "axb", false)]
    [InlineData("a\\.b", "a.b", true)]
    [InlineData("a\\.b", "axb", false)]
    [InlineData("^a$", "^a$", true)]
    [InlineData("^a$", "a", false)]
    [InlineData("", "", true)]
    [InlineData("()", "", true)]
    [InlineData("", "a", false)]
    [InlineData("@", "anything at all", true)]
    [InlineData("#", "", false)]
    [InlineData("a~bc", "adc", true)]
    [InlineData("a~bc", "abc", false)]
    [InlineData("~(.*error.*)", "all is well", true)]
    [InlineData("~(.*error.*)", "an error", false)]
    [InlineData("aaa.+&.+bbb", "aaabbb", true)]
    [InlineData("aaa.+&.+bbb", "aaa", false)]
    [InlineData("foo<1-100>", "foo42", true)]
    [InlineData("foo<1-100>", "foo101", false)]
    [InlineData("foo<1-100>", "foo007", true)]
    [InlineData("foo<01-99>", "foo7", false)]
    [InlineData("foo<01-99>", "foo07", true)]
    [InlineData("h.user", "häuser", false)]
    [InlineData("h.user", "h\U0001F600user", true)]
    [InlineData("\\d+-\\w*\\s\\S", "12-ab_3 x", true)]
    [InlineData("[\\d.]+", "1.5", true)]
    [InlineData(")", ")", true)]
    public void A_pattern_fits_whole_values(string pattern, string value, bool fits)
    {
        value = value.Replace("häuser", "hxxuser", StringComparison.Ordinal);
        Assert.Equal(fits, Matches(pattern, value));
    }

    [Fact]
    public void Case_can_be_ignored()
    {
        Assert.True(Matches("err[a-p]r ÄB", "ERROR äb", ignoreCase: true));
        Assert.False(Matches("error", "ERROR"));
    }

    [Theory]
    [InlineData("[a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a|")]
    [InlineData("\"a")]
    [InlineData("a{,3}")]
    [InlineData("a{3,2}")]
    [InlineData("a{5000}")]
    [InlineData("<a-b>")]
    [InlineData("<1-2")]
    [InlineData("[z-a]")]
    [InlineData("\\")]
    public void What_is_no_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => new Regexp(pattern));

    [Fact]
    public void Operators_that_are_not_allowed_are_plain_characters()
    {
        var regexp = new Regexp("a~b&c@#<1-2>", RegexpSyntax.None);
        Assert.True(regexp.Matches("a~b&c@#<1-2>"u8));
        Assert.False(regexp.Matches("a"u8));
    }

    [Fact]
    public void Random_patterns_find_what_dotnet_finds()
    {
        var random = new Random(3);
        for (var round = 0; round < 1500; round++)
        {
            var pattern = Pattern(random, 3);
            var (ours, theirs) = (new Regexp(pattern, RegexpSyntax.None), new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking));
            for (var i = 0; i < 20; i++)
            {
                var value = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "abc"[random.Next(3)]));
                Assert.True(theirs.IsMatch(value) == ours.Matches(Encoding.UTF8.GetBytes(value)), $"{pattern} on '{value}'");
            }
        }
    }

    [Fact]
    public void Garbage_is_a_pattern_or_refused_and_never_anything_else()
    {
        var random = new Random(5);
        const string symbols = "ab01()[]{}|&~@#<>-,.*+?\\\"^ ü";
        for (var round = 0; round < 20_000; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => symbols[random.Next(symbols.Length)]));
            try
            {
                new Regexp(pattern, (RegexpSyntax)random.Next(256), random.Next(2) == 0, 500).Matches("ab01 ü(]"u8);
            }
            catch (Exception refused) when (refused is FormatException or ElasticsearchException)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    [Fact]
    public void A_pattern_with_too_many_states_is_refused_by_name()
    {
        var regexp = new Regexp("(a|b)*a(a|b){18}", stateLimit: 1000);
        var random = new Random(1);
        var refused = Assert.Throws<ElasticsearchException>(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                regexp.Matches(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(_ => "ab"[random.Next(2)]))));
            }
        });
        Assert.Equal("too_complex_to_determinize_exception", refused.Type);
    }

    private static string Pattern(Random random, int depth) => random.Next(depth == 0 ? 3 : 8) switch
    {
        0 => "a",
        1 => "[ab]",
        2 => ".",
        3 => Pattern(random, depth - 1) + Pattern(random, depth - 1),
        4 => $"({Pattern(random, depth - 1)}|{Pattern(random, depth - 1)})",
        5 => $"({Pattern(random, depth - 1)})*",
        6 => $"({Pattern(random, depth - 1)})?",
        _ => $"({Pattern(random, depth - 1)}){{{random.Next(3)},{random.Next(3, 5)}}}",
    };
}
