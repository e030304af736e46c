using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Http;

/// <summary>Answers that are built as a tree.</summary>
internal static class JsonAnswers
{
    public static Task Tree(this RestRequest request, JsonNode json, int status = 200) => request.Json(writer => json.WriteTo(writer), status);
}
