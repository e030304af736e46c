namespace DistLog.SearchNode.Http.Cat;

/// <summary>A column of a _cat table.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Aliases">Short names for it, with commas between them.</param>
/// <param name="Help">What <c>?help</c> says about it.</param>
/// <param name="Default">Whether it is shown unasked.</param>
/// <param name="Right">Whether its cells are aligned to the right.</param>
internal sealed record CatColumn(string Name, string Aliases, string Help, bool Default = true, bool Right = false)
{
    private readonly string[] _aliases = Aliases.Split(',', StringSplitOptions.RemoveEmptyEntries);

    public bool IsNamed(string name) => Name == name || _aliases.Contains(name);

    public bool IsMatched(string pattern) => Matching.Glob.Matches(pattern, Name) || _aliases.Any(alias => Matching.Glob.Matches(pattern, alias));
}
