using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http.Cat;

/// <summary>The tables of <c>_cat</c>: as text, or as JSON or YAML with <c>format</c> or an Accept header.</summary>
internal sealed class CatTable(RestRequest request, params CatColumn[] columns)
{
    private readonly CatUnits _units = new(request);
    private readonly List<object?[]> _rows = [];

    /// <summary>Adds a row: one cell a column, in the columns' order.</summary>
    public void Add(params object?[] row) => _rows.Add(row);

    public Task AnswerAsync()
    {
        if (request.Flag("help"))
        {
            return request.Text(Help());
        }

        Sort();
        var shown = Shown().ToArray();
        return IsText() ? request.Text(ToText(shown)) : request.Tree(ToJson(shown));
    }

    /// <summary>Text, unless JSON or another kind is asked for; which one is for the answer to decide.</summary>
    private bool IsText()
    {
        if (request.Parameter("format") is { } format)
        {
            return format is "text" or "txt" or "";
        }

        var accept = request.Http.Request.Headers.Accept.ToString().Split(',')[0];
        return !accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("yaml", StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<(string Title, int Column)> Shown()
    {
        var all = Enumerable.Range(0, columns.Length);
        return request.List("h") is { } wanted
            ? wanted.SelectMany(name => name.Contains('*')
                ? all.Where(i => columns[i].IsMatched(name)).Select(i => (columns[i].Name, i))
                : all.Where(i => columns[i].IsNamed(name)).Select(i => (name, i)).OrderBy(pair => columns[pair.i].Name != name).Take(1)).Distinct()
            : all.Where(i => columns[i].Default).Select(i => (columns[i].Name, i));
    }

    private void Sort()
    {
        foreach (var key in (request.List("s") ?? []).Reverse())
        {
            var (name, descending) = key.EndsWith(":desc", StringComparison.Ordinal) ? (key[..^5], true) : (key.Replace(":asc", "", StringComparison.Ordinal), false);
            var column = Array.FindIndex(columns, candidate => candidate.IsNamed(name));
            if (column < 0)
            {
                throw Refuse.IllegalArgument($"Unable to sort by unknown sort key `{name}`");
            }

            var byCell = Comparer<object?[]>.Create((a, b) => Compare(a[column], b[column]));
            object?[][] sorted = [.. descending ? _rows.OrderDescending(byCell) : _rows.Order(byCell)];
            _rows.Clear();
            _rows.AddRange(sorted);
        }
    }

    /// <summary>Numbers by size, the rest by text; cells without a value come first.</summary>
    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (not string, IComparable) when a.GetType() == b.GetType() => ((IComparable)a).CompareTo(b),
        _ => string.CompareOrdinal(a.ToString(), b.ToString()),
    };

    private JsonArray ToJson((string Title, int Column)[] shown) =>
        new([.. _rows.Select(row => (JsonNode)new JsonObject(shown.Select(part => KeyValuePair.Create(part.Title, (JsonNode?)_units.Show(row[part.Column])))))]);

    private string ToText((string Title, int Column)[] shown)
    {
        var lines = _rows.Select(row => shown.Select(part => _units.Show(row[part.Column]) ?? "").ToArray()).ToList();
        if (request.Flag("v"))
        {
            lines.Insert(0, [.. shown.Select(part => part.Title)]);
        }

        return Align(lines, i => columns[shown[i].Column].Right, " ");
    }

    private string Help() => Align([.. columns.Select(column => new[] { column.Name, column.Aliases, column.Help })], _ => false, " | ");

    /// <summary>Columns as wide as their widest cell; the last one isn't filled up.</summary>
    private static string Align(List<string[]> lines, Func<int, bool> isRight, string between)
    {
        var widths = lines.Count == 0 ? [] : lines[0].Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin(between, line.Select((cell, i) => isRight(i) ? cell.PadLeft(widths[i]) : i == line.Length - 1 ? cell : cell.PadRight(widths[i])));
            text.Append('\n');
        }

        return text.ToString();
    }
}
