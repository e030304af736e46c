using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>InitProducerId: an id for an idempotent producer. Transactional producers are refused.</summary>
internal sealed class InitProducerIdApi(TopicRegistry topics) : IApi
{
    public ApiKey Key => ApiKey.InitProducerId;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 2;

    public async Task HandleAsync(RequestContext context)
    {
        var transactionalId = context.Reader.ReadNullableString();
        var error = transactionalId is null ? ErrorCode.None : ErrorCode.InvalidRequest;
        var id = error == ErrorCode.None ? await topics.NextProducerIdAsync() : -1;
        context.Writer.WriteInt32(0);
        context.Writer.WriteError(error);
        context.Writer.WriteInt64(id);
        context.Writer.WriteInt16(error == ErrorCode.None ? (short)0 : (short)-1);
        context.Writer.WriteNoTags();
    }
}
