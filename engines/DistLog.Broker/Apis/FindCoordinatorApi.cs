using DistLog.Broker.Hosting;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>FindCoordinator: this node, for every group.</summary>
internal sealed class FindCoordinatorApi(BrokerEndPoint self) : IApi
{
    private const sbyte GroupKey = 0;
    private const int FirstBatchedVersion = 4;

    public ApiKey Key => ApiKey.FindCoordinator;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 3;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        if (version >= FirstBatchedVersion)
        {
            var type = reader.ReadInt8();
            WriteAll(writer, reader.ReadArray(static r => r.ReadString()), type);
            return Task.CompletedTask;
        }

        reader.ReadString();
        WriteOne(writer, version, version >= 1 ? reader.ReadInt8() : GroupKey);
        return Task.CompletedTask;
    }

    private static ErrorCode Check(sbyte type) => type == GroupKey ? ErrorCode.None : ErrorCode.InvalidRequest;

    private static string? Message(sbyte type) => type == GroupKey ? null : "transactions are not supported";

    private void WriteOne(ResponseWriter writer, short version, sbyte type)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(Check(type));
        if (version >= 1)
        {
            writer.WriteString(Message(type));
        }

        WriteNode(writer);
        writer.WriteNoTags();
    }

    private void WriteAll(ResponseWriter writer, List<string> keys, sbyte type)
    {
        writer.WriteInt32(0);
        writer.WriteArray(keys, (w, key) =>
        {
            w.WriteString(key);
            WriteNode(w);
            w.WriteError(Check(type));
            w.WriteString(Message(type));
            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private void WriteNode(ResponseWriter writer)
    {
        writer.WriteInt32(BrokerEndPoint.NodeId);
        writer.WriteString(self.Host);
        writer.WriteInt32(self.Port);
    }
}
