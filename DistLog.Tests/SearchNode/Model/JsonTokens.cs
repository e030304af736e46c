using System.Text;
using System.Text.Json;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Compares JSON texts token by token: the same order of fields, the same text of numbers; escapes may differ.</summary>
internal static class JsonTokens
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    public static bool AreSame(string a, string b)
    {
        var left = new Utf8JsonReader(Encoding.UTF8.GetBytes(a), Deep);
        var right = new Utf8JsonReader(Encoding.UTF8.GetBytes(b), Deep);
        while (left.Read())
        {
            if (!right.Read() || left.TokenType != right.TokenType || !IsSameValue(ref left, ref right))
            {
                return false;
            }
        }

        return !right.Read();
    }

    private static bool IsSameValue(ref Utf8JsonReader left, ref Utf8JsonReader right) => left.TokenType switch
    {
        JsonTokenType.PropertyName or JsonTokenType.String => left.GetString() == right.GetString(),
        JsonTokenType.Number => left.ValueSpan.SequenceEqual(right.ValueSpan),
        _ => true,
    };
}
