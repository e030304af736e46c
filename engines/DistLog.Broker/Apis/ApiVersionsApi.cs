using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>ApiVersions: what the broker speaks.</summary>
internal sealed class ApiVersionsApi(ApiTable apis) : IApi
{
    /// <summary>Stands for a version that the broker does not know; answered in the layout of version 0.</summary>
    public const short UnknownVersion = -1;

    public ApiKey Key => ApiKey.ApiVersions;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 3;

    public Task HandleAsync(RequestContext context)
    {
        var writer = context.Writer;
        writer.WriteError(context.Version == UnknownVersion ? ErrorCode.UnsupportedVersion : ErrorCode.None);
        writer.WriteArray(apis.All, static (w, api) =>
        {
            w.WriteInt16((short)api.Key);
            w.WriteInt16(api.MinVersion);
            w.WriteInt16(api.MaxVersion);
            w.WriteNoTags();
        });
        if (context.Version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteNoTags();
        return Task.CompletedTask;
    }
}
