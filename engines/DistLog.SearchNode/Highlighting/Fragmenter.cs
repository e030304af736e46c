using System.Text;

namespace DistLog.SearchNode.Highlighting;

/// <summary>A piece of a text with its marks; better ones score higher.</summary>
internal readonly record struct Fragment(string Text, double Score, int Number);

/// <summary>Cuts a text into the pieces that have something marked.</summary>
internal static class Fragmenter
{
    /// <param name="text">The text.</param>
    /// <param name="spans">What is marked, in order.</param>
    /// <param name="options">How to cut.</param>
    /// <param name="number">The number of the first piece among those of all the field's texts.</param>
    public static IEnumerable<Fragment> Split(string text, List<Span> spans, HighlightOptions options, int number)
    {
        for (var first = 0; first < spans.Count;)
        {
            var (start, end) = options.Fragments == 0 ? (0, text.Length) : Boundaries.Window(text, spans[first].Start, options.FragmentSize, options.ByWord);
            end = Math.Max(end, spans[first].End);
            var last = first;
            while (last < spans.Count && spans[last].Start < end)
            {
                end = Math.Max(end, spans[last++].End);
            }

            var inside = spans.GetRange(first, last - first);
            yield return new Fragment(Render(text, start, end, inside, options), inside.Select(span => span.Word).Distinct().Count() + (inside.Count / 1000.0), number++);
            first = last;
        }
    }

    /// <summary>The start of a text in which nothing is marked.</summary>
    public static string Start(string text, HighlightOptions options) =>
        Render(text, 0, Boundaries.Window(text, 0, options.NoMatchSize, options.ByWord).End, [], options);

    private static string Render(string text, int start, int end, List<Span> spans, HighlightOptions options)
    {
        var rendered = new StringBuilder(end - start + (spans.Count * 9));
        var at = start;
        foreach (var span in spans)
        {
            Append(rendered, text.AsSpan(at, span.Start - at), options.EncodeHtml);
            rendered.Append(options.Before);
            Append(rendered, text.AsSpan(span.Start, span.End - span.Start), options.EncodeHtml);
            rendered.Append(options.After);
            at = span.End;
        }

        Append(rendered, text.AsSpan(at, end - at), options.EncodeHtml);
        return options.Fragments == 0 ? rendered.ToString() : rendered.ToString().Trim();
    }

    private static void Append(StringBuilder rendered, ReadOnlySpan<char> text, bool encode)
    {
        if (!encode)
        {
            rendered.Append(text);
            return;
        }

        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => rendered.Append("&quot;"),
                '&' => rendered.Append("&amp;"),
                '<' => rendered.Append("&lt;"),
                '>' => rendered.Append("&gt;"),
                '\'' => rendered.Append("&#x27;"),
                '/' => rendered.Append("&#x2F;"),
                _ => rendered.Append(character),
            };
        }
    }
}
