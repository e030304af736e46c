using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Which segments make up an index, and up to which write they hold everything. The only truth about both: files that it doesn't name
/// are left-overs, and writes after <see cref="FlushedSeqNo"/> come from the log.
/// </summary>
internal sealed record Manifest(long FlushedSeqNo, int NextSegment, IReadOnlyList<(string Name, int DeadGeneration)> Segments)
{
    public const int FormatVersion = 1;
    private const string FileName = "manifest.json";

    public static Manifest Empty { get; } = new(-1, 1, []);

    public void Save(string directory)
    {
        var json = new JsonObject
        {
            ["format"] = FormatVersion,
            ["flushed_seq_no"] = FlushedSeqNo,
            ["next_segment"] = NextSegment,
            ["segments"] = new JsonArray([.. Segments.Select(segment => (JsonNode)new JsonObject { ["name"] = segment.Name, ["dead"] = segment.DeadGeneration })]),
        };
        Durable.Replace(Path.Combine(directory, FileName), System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <exception cref="InvalidDataException">The file can't be read, and so nothing is known about the index's segments.</exception>
    public static Manifest Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return Empty;
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!;
            if (json["format"]!.GetValue<int>() != FormatVersion)
            {
                throw new InvalidDataException($"{path} has format {json["format"]}, and this program reads {FormatVersion}. Start the version of the program that wrote it.");
            }

            return new Manifest(
                json["flushed_seq_no"]!.GetValue<long>(),
                json["next_segment"]!.GetValue<int>(),
                [.. json["segments"]!.AsArray().Select(segment => (segment!["name"]!.GetValue<string>(), segment["dead"]!.GetValue<int>()))]);
        }
        catch (Exception wrong) when (wrong is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} can't be read ({wrong.Message}). Restore it from a backup, or move the index's folder away to start it empty.", wrong);
        }
    }
}
