using System.Text;
using System.Text.Json.Nodes;

namespace DistLog.Storage.Schema;

/// <summary>The JSON files of the folder <c>templates</c>, which this assembly carries.</summary>
internal static class SchemaFiles
{
    public static byte[] LifecyclePolicy => Encoding.UTF8.GetBytes(Read("lifecycle-policy").ToJsonString());

    /// <summary>An index template with the number of replicas that is configured.</summary>
    public static byte[] Template(string name, int replicas)
    {
        var template = Read(name);
        template["template"]!["settings"]!["index"]!["number_of_replicas"] = replicas;
        return Encoding.UTF8.GetBytes(template.ToJsonString());
    }

    private static JsonNode Read(string name)
    {
        using var stream = typeof(SchemaFiles).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.json: it was built wrongly.");
        return JsonNode.Parse(stream)!;
    }
}
