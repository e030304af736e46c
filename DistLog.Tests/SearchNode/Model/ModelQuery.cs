namespace DistLog.Tests.SearchNode.Model;

/// <summary>A query, which documents it should find, and the queries that it is made of.</summary>
internal sealed record ModelQuery(string Json, Func<ModelDocument, bool> Matches, params IReadOnlyList<ModelQuery> Parts);
