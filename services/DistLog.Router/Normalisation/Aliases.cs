using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>Under which names senders give what DistLog calls message, level, service and node: the first that fits counts.</summary>
internal static class Aliases
{
    public static ReadOnlySpan<Field> Message => [Field.Message, Field.Msg, Field.Log, Field.Body];

    public static ReadOnlySpan<Field> Level => [Field.LogLevel, Field.Level, Field.Severity, Field.LevelName];

    public static ReadOnlySpan<Field> Service => [Field.ServiceName, Field.Service];

    public static ReadOnlySpan<Field> Node => [Field.NodeId, Field.Host, Field.Hostname, Field.ContainerId];

    /// <summary>The first of the fields that holds a scalar, which may be an empty string; -1: none.</summary>
    public static int FirstScalar(EventRecord record, ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            var index = record.Find(field);
            if (index >= 0 && IsScalar(record.Kind(index)))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The first of the fields that holds a string with something in it, or a number; -1: none.</summary>
    public static int FirstName(EventRecord record, ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            var index = record.Find(field);
            if (index >= 0 && IsName(record, index))
            {
                return index;
            }
        }

        return -1;
    }

    public static bool IsScalar(JsonTokenType kind) =>
        kind is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;

    private static bool IsName(EventRecord record, int index) => record.Kind(index) switch
    {
        // Two bytes are the quotes of an empty string.
        JsonTokenType.String => record.Raw(index).Length > 2,
        JsonTokenType.Number => true,
        _ => false,
    };
}
