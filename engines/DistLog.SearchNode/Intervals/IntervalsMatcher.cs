using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Intervals;

/// <summary>Rows in whose text a rule finds something.</summary>
internal sealed class IntervalsMatcher(FieldRef field, IntervalSource source) : TextMatcher(field)
{
    public override int Cost => 15;

    protected override bool SeesDigits => true;

    /// <summary>Each occurrence counts the less the wider it is; the sum s becomes s / (1 + s).</summary>
    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (TextValues.Of(Field.ColumnOf(block)) is not { } text)
        {
            return;
        }

        var matched = Match(block, rows);
        for (var row = 0; row < scores.Length; row++)
        {
            if (matched[row])
            {
                scores[row] += ScoreOf(text, row);
            }
        }
    }

    public override void Mark(Marks marks) => source.Mark(word => marks.Add(Field, word));

    protected override Bits Search(RawStringColumn column)
    {
        var values = new Bits(column.Offsets.Length - 1);
        for (var value = 0; value < values.Length; value++)
        {
            EvaluationLimits.Check();
            if (source.Find(Words(column.Folded[value])).Count > 0)
            {
                values.Set(value);
            }
        }

        return values;
    }

    protected override Bits SearchTemplates(RawStringColumn templates) => Bits.All(templates.Offsets.Length - 1);

    private float ScoreOf(TextValues text, int row)
    {
        var sum = 0f;
        text.Column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            sum += source.Find(Words(text[value])).Sum(interval => 1f / Math.Max(1, interval.Width - source.LeastWidth + 1));
        }

        return sum / (1 + sum);
    }

    private static List<byte[]> Words(ReadOnlySpan<byte> text)
    {
        var words = new List<byte[]>();
        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            words.Add(tokenizer.Current.ToArray());
        }

        return words;
    }
}
