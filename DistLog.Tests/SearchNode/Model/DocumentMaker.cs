using System.Globalization;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Writes random documents for a mapping.</summary>
internal sealed class DocumentMaker(Random random, ModelSchema schema)
{
    private readonly RandomText _text = new(random);
    private long _seq;

    public RandomText Text => _text;

    private RandomJson Json => new(random, _text);

    public string Document()
    {
        var parts = new List<string> { $"\"seq\":{_seq++}" };
        parts.AddRange(schema.Written.GroupBy(field => field.Path.Split('.')[0]).Where(_ => random.Next(6) > 0).SelectMany(Group));
        for (var i = random.Next(4); i > 0; i--)
        {
            parts.Insert(random.Next(parts.Count + 1), $"\"junk{i}\":{Json.Value(0)}");
        }

        return "{" + string.Join(',', parts) + "}";
    }

    /// <summary>A few fields to change.</summary>
    public string Partial()
    {
        var parts = schema.Written.Where(field => !field.Path.Contains('.') && random.Next(4) == 0).Select(field => $"\"{field.Path}\":{Values(field)}").ToList();
        return "{" + string.Join(',', parts.Append("\"junk1\":{\"changed\":" + random.Next(3) + "}")) + "}";
    }

    public string Value(ModelField field) => field.Type switch
    {
        FieldType.Keyword => random.Next(12) switch { 0 => random.Next(50).ToString(CultureInfo.InvariantCulture), 1 => "true", 2 => "1.50", _ => Json.Quote(_text.Key()) },
        FieldType.Text => Json.Quote(_text.Message()),
        FieldType.Long => Long(),
        FieldType.Double => Double(),
        FieldType.Boolean => random.Next(8) switch { 0 => "\"true\"", 1 => "\"false\"", var other => other % 2 == 0 ? "true" : "false" },
        _ => Date(),
    };

    public string Long() => random.Next(10) switch
    {
        0 => "-0",
        1 => $"{random.Next(100)}.0",
        2 => $"\"{random.Next(-50, 50)}\"",
        3 => "1e3",
        4 => random.NextInt64(-(1L << 50), 1L << 50).ToString(CultureInfo.InvariantCulture),
        5 => $"{random.Next(100)}.75",
        _ => random.Next(-60, 60).ToString(CultureInfo.InvariantCulture),
    };

    public string Double() => random.Next(8) switch
    {
        0 => "1.0",
        1 => "1e3",
        2 => $"\"{random.Next(-50, 50)}.5\"",
        3 => (random.NextDouble() * 1e9).ToString("R", CultureInfo.InvariantCulture),
        4 => "-2.50e-3",
        _ => $"{random.Next(-60, 60)}.{random.Next(100):00}".Replace("-0.00", "0.00", StringComparison.Ordinal),
    };

    public string Date()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000 + random.NextInt64(40L * 86_400_000));
        return random.Next(5) switch
        {
            0 => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            1 => time.ToString("'\"'yyyy-MM-dd'\"'", CultureInfo.InvariantCulture),
            2 => time.ToString("'\"'yyyy-MM-ddTHH:mm:ssZ'\"'", CultureInfo.InvariantCulture),
            3 => time.ToOffset(TimeSpan.FromMinutes(random.Next(-10, 10) * 30)).ToString("'\"'yyyy-MM-ddTHH:mm:ss.fffzzz'\"'", CultureInfo.InvariantCulture),
            _ => time.ToString("'\"'yyyy-MM-ddTHH:mm:ss.fffZ'\"'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The fields below one name: as objects in each other, or by dotted names, or as an array of objects.</summary>
    private IEnumerable<string> Group(IGrouping<string, ModelField> group)
    {
        if (!group.First().Path.Contains('.'))
        {
            return [$"\"{group.Key}\":{Values(group.First())}"];
        }

        return random.Next(4) switch
        {
            0 => group.Select(field => $"\"{field.Path}\":{Values(field)}"),
            1 => [$"\"{group.Key}\":[{Nested(group)},{(random.Next(2) == 0 ? "{}" : Nested(group))}]"],
            _ => [$"\"{group.Key}\":{Nested(group)}"],
        };
    }

    private string Nested(IGrouping<string, ModelField> group) =>
        "{" + string.Join(',', group.Where(_ => random.Next(4) > 0).Select(field => Within(field.Path[(group.Key.Length + 1)..], field))) + "}";

    private string Within(string rest, ModelField field)
    {
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || random.Next(3) == 0 ? $"\"{rest}\":{Values(field)}" : $"\"{rest[..dot]}\":{{{Within(rest[(dot + 1)..], field)}}}";
    }

    private string Values(ModelField field) => random.Next(12) switch
    {
        0 => "null",
        1 => "[]",
        2 => $"[{Value(field)},null,{Value(field)}]",
        3 => $"[[{Value(field)}],{Value(field)}]",
        4 when Value(field) is var twice => $"[{twice},{twice}]",
        _ => Value(field),
    };
}
