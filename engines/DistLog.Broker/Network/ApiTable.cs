using DistLog.Broker.Apis;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Network;

/// <summary>All request types that the broker announces and serves.</summary>
internal sealed class ApiTable
{
    private readonly Dictionary<short, IApi> _byKey;

    public ApiTable(IEnumerable<IApi> apis)
    {
        All = [.. apis.Append(new ApiVersionsApi(this)).OrderBy(api => api.Key)];
        _byKey = All.ToDictionary(api => (short)api.Key);
    }

    public IReadOnlyList<IApi> All { get; }

    public IApi? Find(short key) => _byKey.GetValueOrDefault(key);

    public static bool Speaks(IApi api, short version) => version >= api.MinVersion && version <= api.MaxVersion;

    public static bool IsFlexible(IApi api, short version) => version >= api.FirstFlexibleVersion;

    /// <summary>ApiVersions answers in the old header for ever, since the client can't know yet what the broker speaks.</summary>
    public static bool HasFlexibleResponseHeader(IApi api, short version) => api.Key != ApiKey.ApiVersions && IsFlexible(api, version);
}
