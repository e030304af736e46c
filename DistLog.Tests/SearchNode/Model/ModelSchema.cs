namespace DistLog.Tests.SearchNode.Model;

/// <summary>A random mapping: some of the fields that there could be, each of some type.</summary>
internal sealed class ModelSchema
{
    private static readonly string[] Names = ["k1", "k2", "message", "n", "d", "flag", "at", "o.k", "o.n", "o.p.t", "other"];

    public ModelSchema(Random random)
    {
        foreach (var name in Names.Where(_ => random.Next(5) > 0))
        {
            Add(name, TypeOf(name, random), random);
        }

        Add("message2", FieldType.Text, random);
    }

    public List<ModelField> Fields { get; } = [];

    /// <summary>The fields that documents are made of: without those within others.</summary>
    public IEnumerable<ModelField> Written => Fields.Where(one => one.Path == one.SourcePath);

    /// <summary>What isn't mapped is kept and not looked at, so that it can be anything.</summary>
    public string Json => "{\"mappings\":{\"dynamic\":false,\"properties\":{\"seq\":{\"type\":\"long\"}," + string.Join(',', Written.Select(one => $"\"{one.Path}\":{one.Json}")) + "}}}";

    private static FieldType TypeOf(string name, Random random) => name switch
    {
        "k1" or "k2" or "o.k" => FieldType.Keyword,
        "message" or "o.p.t" => FieldType.Text,
        "n" or "o.n" => FieldType.Long,
        "d" => FieldType.Double,
        "flag" => FieldType.Boolean,
        "at" => FieldType.Date,
        _ => (FieldType)random.Next(6),
    };

    private void Add(string name, FieldType type, Random random)
    {
        var limit = type == FieldType.Keyword && random.Next(3) == 0 ? random.Next(5, 40) : int.MaxValue;
        if (type == FieldType.Text && random.Next(2) == 0)
        {
            Fields.Add(new(name + ".raw", FieldType.Keyword, int.MaxValue, name, ""));
            Fields.Add(new(name, type, int.MaxValue, name, """{"type":"text","fields":{"raw":{"type":"keyword"}}}"""));
            return;
        }

        var options = limit < int.MaxValue ? $",\"ignore_above\":{limit}" : "";
        Fields.Add(new(name, type, limit, name, $$"""{"type":"{{type.ToString().ToLowerInvariant()}}"{{options}}}"""));
    }
}
