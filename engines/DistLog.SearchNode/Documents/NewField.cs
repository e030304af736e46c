using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Documents;

/// <summary>A field that a document has and the mapping lacks, with the mapping that it would get.</summary>
internal sealed record NewField(string Path, JsonObject Mapping);
