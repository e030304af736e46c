using DistLog.Broker.Apis;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Network;

/// <summary>What stands before every request's body; version 2 of it (with tagged fields) from the API's first flexible version on.</summary>
internal readonly record struct RequestHeader(IApi Api, short Version, int CorrelationId, string ClientId)
{
    public static RequestHeader Read(RequestReader reader, ApiTable apis)
    {
        var key = reader.ReadInt16();
        var version = reader.ReadInt16();
        var correlationId = reader.ReadInt32();
        var api = apis.Find(key) ?? throw new MalformedRequestException($"API key {key} is unknown");
        if (!ApiTable.Speaks(api, version))
        {
            return Unspoken(api, version, correlationId);
        }

        var clientId = reader.ReadHeaderString() ?? "";
        reader.Flexible = ApiTable.IsFlexible(api, version);
        reader.SkipTags();
        return new RequestHeader(api, version, correlationId, clientId);
    }

    /// <summary>A client newer than the broker asks with an unknown version what the broker speaks, and is told in version 0 (KIP-511).</summary>
    private static RequestHeader Unspoken(IApi api, short version, int correlationId) =>
        api.Key == ApiKey.ApiVersions
            ? new RequestHeader(api, ApiVersionsApi.UnknownVersion, correlationId, "")
            : throw new MalformedRequestException($"version {version} of {api.Key} is not spoken, only {api.MinVersion} to {api.MaxVersion}");
}
