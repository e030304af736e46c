using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>An aggregation, and what it should say of some documents: null is right, anything else what is wrong.</summary>
internal sealed record ModelAggregation(string Json, Func<IReadOnlyList<ModelDocument>, JsonNode, string?> Check);
