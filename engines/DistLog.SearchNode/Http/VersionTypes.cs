using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http;

/// <summary>The names of version types.</summary>
internal static class VersionTypes
{
    public static VersionType Parse(string? text) => text switch
    {
        null or "internal" => VersionType.Internal,
        "external" or "external_gt" => VersionType.External,
        "external_gte" => VersionType.ExternalGte,
        _ => throw Refuse.IllegalArgument($"No version type match [{text}]"),
    };
}
