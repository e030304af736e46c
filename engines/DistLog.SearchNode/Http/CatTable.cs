using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary>A column of a _cat table: its name, the short names for it, whether it is shown unasked, and on which side it is aligned.</summary>
internal sealed record CatColumn(string Name, string[] Aliases, bool Default = true, bool Right = false)
{
    public bool IsNamed(string name) => Name == name || Aliases.Contains(name);
}

/// <summary>The tables of <c>_cat</c>: as text, or as JSON with <c>format=json</c>.</summary>
internal sealed class CatTable(params CatColumn[] columns)
{
    private readonly List<string?[]> _rows = [];

    public void Add(params string?[] row) => _rows.Add(row);

    public Task AnswerAsync(RestRequest request)
    {
        if (request.Parameter("help") is not null)
        {
            return request.Text(string.Concat(columns.Select(column => $"{column.Name,-24} | {string.Join(',', column.Aliases),-16} | {column.Name}\n")));
        }

        Sort(request);
        var shown = Shown(request).ToArray();
        var asJson = request.Parameter("format") == "json" || (request.Parameter("format") is null && request.Http.Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase));
        if (request.Parameter("format") is not (null or "json" or "text" or "txt"))
        {
            throw Refuse.NotSupported($"_cat format {request.Parameter("format")}");
        }

        return asJson ? request.Tree(ToJson(shown)) : request.Text(ToText(shown, request.Flag("v")));
    }

    private IEnumerable<(string Title, int Column)> Shown(RestRequest request)
    {
        if (request.List("h") is not { } wanted)
        {
            return Enumerable.Range(0, columns.Length).Where(i => columns[i].Default).Select(i => (columns[i].Name, i));
        }

        return wanted.SelectMany(name => Enumerable.Range(0, columns.Length)
            .Where(i => columns[i].IsNamed(name) || (name.Contains('*') && Glob.Matches(name, columns[i].Name)))
            .Select(i => (name.Contains('*') ? columns[i].Name : name, i)));
    }

    private void Sort(RestRequest request)
    {
        foreach (var key in (request.List("s") ?? []).Reverse())
        {
            var (name, descending) = key.EndsWith(":desc", StringComparison.Ordinal) ? (key[..^5], true) : (key.Replace(":asc", "", StringComparison.Ordinal), false);
            var column = Array.FindIndex(columns, candidate => candidate.IsNamed(name));
            if (column < 0)
            {
                throw Refuse.IllegalArgument($"Unable to sort by unknown sort key `{name}`");
            }

            var sorted = descending ? _rows.OrderByDescending(row => Key(row[column])) : _rows.OrderBy(row => Key(row[column]));
            var copy = sorted.ToArray();
            _rows.Clear();
            _rows.AddRange(copy);
        }
    }

    private static (double, string) Key(string? value) => double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? (number, "") : (double.MaxValue, value ?? "");

    private JsonArray ToJson((string Title, int Column)[] shown) =>
        new([.. _rows.Select(row => (JsonNode)new JsonObject(shown.DistinctBy(part => part.Title).Select(part => KeyValuePair.Create(part.Title, (JsonNode?)row[part.Column]))))]);

    private string ToText((string Title, int Column)[] shown, bool withHeader)
    {
        var lines = _rows.Select(row => shown.Select(part => row[part.Column] ?? "").ToArray()).ToList();
        if (withHeader)
        {
            lines.Insert(0, [.. shown.Select(part => part.Title)]);
        }

        var widths = shown.Select((_, i) => lines.Count == 0 ? 0 : lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin(' ', line.Select((cell, i) => columns[shown[i].Column].Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
            text.Append('\n');
        }

        return text.ToString();
    }
}
