using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>A document that couldn't be written.</summary>
internal sealed record ByQueryFailure(string Index, string Id, ElasticsearchException Why)
{
    public JsonObject ToJson() => new() { ["index"] = Index, ["id"] = Id, ["cause"] = Cause(Why), ["status"] = Why.Status };

    private static JsonObject Cause(ElasticsearchException why)
    {
        var json = new JsonObject { ["type"] = why.Type, ["reason"] = why.Message };
        if (why.Index is { } index)
        {
            json["index_uuid"] = "_na_";
            json["index"] = index;
            json["shard"] = "0";
        }

        if (why.Cause is { } cause)
        {
            json["caused_by"] = Cause(cause);
        }

        return json;
    }
}
