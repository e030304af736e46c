using System.Text;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.Tests.SearchNode;

public sealed class FuzzyTests
{
    [Fact]
    public void The_band_of_the_table_gives_what_the_whole_table_gives()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var (a, b) = (Word(random), Word(random));
            var (edits, swaps) = (random.Next(3), random.Next(2) == 0);
            var distance = Distance(a, b, swaps);
            Assert.Equal(distance <= edits, new EditDistance(a, edits, 0, swaps).Matches(Encoding.UTF8.GetBytes(b)));
        }
    }

    [Theory]
    [InlineData("häuser", "hauser", 1, 0, true)]
    [InlineData("refused", "refsued", 1, 0, true)]
    [InlineData("refused", "xefused", 1, 1, false)]
    [InlineData("refused", "rxfused", 1, 1, true)]
    [InlineData("a", "", 1, 0, true)]
    [InlineData("", "abc", 2, 0, false)]
    public void A_word_is_near_or_it_is_not(string word, string other, int edits, int prefix, bool near) =>
        Assert.Equal(near, new EditDistance(word, edits, prefix, transpositions: true).Matches(Encoding.UTF8.GetBytes(other)));

    [Fact]
    public void Words_out_of_place_are_found_as_by_trying_all_places()
    {
        var random = new Random(11);
        for (var round = 0; round < 5000; round++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(4))));
            var tokens = Enumerable.Range(0, random.Next(2, 4)).Select(i => Encoding.UTF8.GetBytes(((char)('a' + ((i + random.Next(4)) % 4))).ToString())).DistinctBy(token => token[0]).ToArray();
            if (tokens.Length < 2)
            {
                continue;
            }

            var phrase = new Phrase(tokens, Slop: random.Next(4));
            var found = SloppyPhrase.Occurs(SloppyPhrase.Positions(Encoding.UTF8.GetBytes(text), phrase), phrase.Slop);
            Assert.True(found == ByTrying(text.Split(' '), tokens, phrase.Slop), $"'{text}' has '{string.Join(' ', tokens.Select(Encoding.UTF8.GetString))}'~{phrase.Slop}: {found}");
        }
    }

    private static bool ByTrying(string[] words, byte[][] tokens, int slop)
    {
        IEnumerable<int[]> choices = [[]];
        foreach (var token in tokens)
        {
            var places = Enumerable.Range(0, words.Length).Where(place => words[place][0] == token[0]).ToArray();
            choices = choices.SelectMany(chosen => places.Select(place => (int[])[.. chosen, place - chosen.Length]));
        }

        return choices.Any(chosen => chosen.Max() - chosen.Min() <= slop);
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => "abü"[random.Next(3)]));

    /// <summary>Edits by the plain table; neighbours that changed places count one, and no more is done to them.</summary>
    private static int Distance(string a, string b, bool swaps)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
