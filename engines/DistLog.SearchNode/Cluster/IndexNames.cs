using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster;

/// <summary>Elasticsearch's rules for the names of indices, data streams and aliases.</summary>
internal static class IndexNames
{
    private const int LongestName = 255;
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("\\/*?\"<>| ,");

    public static void Check(string name)
    {
        var why = WhyNot(name);
        if (why is not null)
        {
            throw Refuse.InvalidIndexName(name, why);
        }
    }

    public static void CheckAlias(string name)
    {
        if (name.Length == 0)
        {
            throw Refuse.IllegalArgument("alias name is required");
        }

        if (WhyNot(name) is { } why && !why.Contains("lowercase", StringComparison.Ordinal))
        {
            throw new ElasticsearchException(400, "invalid_alias_name_exception", $"Invalid alias name [{name}]: {why}");
        }
    }

    private static string? WhyNot(string name)
    {
        if (name.Length == 0)
        {
            return "must not be empty";
        }

        if (name.AsSpan().ContainsAny(Forbidden))
        {
            return "must not contain the following characters ['\\\\','/','*','?','\"','<','>','|',' ',',']";
        }

        if (name.Contains('#') || name.Contains(':'))
        {
            return name.Contains('#') ? "must not contain '#'" : "must not contain ':'";
        }

        if (name.Any(char.IsControl))
        {
            return "must not contain control characters";
        }

        if (name[0] is '_' or '-' or '+')
        {
            return "must not start with '_', '-', or '+'";
        }

        if (name is "." or "..")
        {
            return "must not be '.' or '..'";
        }

        if (!string.Equals(name, name.ToLowerInvariant(), StringComparison.Ordinal))
        {
            return "must be lowercase";
        }

        return Encoding.UTF8.GetByteCount(name) > LongestName ? $"index name is too long, ({Encoding.UTF8.GetByteCount(name)} > {LongestName})" : null;
    }
}
