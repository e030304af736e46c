namespace DistLog.SearchNode.Text.Analysis;

/// <summary>A word of a text, as <c>_analyze</c> shows it; the offsets count UTF-16 units.</summary>
internal sealed record Token(string Text, int Start, int End, string Type, int Position);
