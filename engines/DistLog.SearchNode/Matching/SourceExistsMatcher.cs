using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose document has a value at a path: for types that have no column. It reads every document, so it goes last.</summary>
internal sealed class SourceExistsMatcher(string path) : Matcher
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    public override int Cost => 100;

    public override Bits Match(Block block) => Match(block, Bits.All(block.Rows));

    public override Bits Match(Block block, Bits within)
    {
        var sources = block.Sources();
        var numbers = new int[within.Count()];
        within.CopyRows(numbers);
        var rows = new Bits(block.Rows);
        foreach (var row in numbers)
        {
            EvaluationLimits.Check();
            using var document = JsonDocument.Parse(sources[row], Json);
            if (SourceValues.At(document.RootElement, path).Any(value => value.ValueKind != JsonValueKind.Null))
            {
                rows.Set(row);
            }
        }

        return rows;
    }
}
