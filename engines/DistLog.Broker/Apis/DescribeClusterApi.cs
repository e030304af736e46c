using DistLog.Broker.Hosting;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>DescribeCluster: a cluster of one.</summary>
internal sealed class DescribeClusterApi(TopicRegistry topics, BrokerEndPoint self) : IApi
{
    private const sbyte BrokerEndPoints = 1;
    private const int OperationsUnknown = int.MinValue;

    public ApiKey Key => ApiKey.DescribeCluster;

    public short MinVersion => 0;

    public short MaxVersion => 1;

    public short FirstFlexibleVersion => 0;

    public Task HandleAsync(RequestContext context)
    {
        var (writer, version) = (context.Writer, context.Version);
        writer.WriteInt32(0);
        writer.WriteError(ErrorCode.None);
        writer.WriteString(null);
        if (version >= 1)
        {
            writer.WriteInt8(BrokerEndPoints);
        }

        writer.WriteString(topics.ClusterId);
        writer.WriteInt32(BrokerEndPoint.NodeId);
        writer.WriteArrayLength(1);
        writer.WriteInt32(BrokerEndPoint.NodeId);
        writer.WriteString(self.Host);
        writer.WriteInt32(self.Port);
        writer.WriteString(null);
        writer.WriteNoTags();
        writer.WriteInt32(OperationsUnknown);
        writer.WriteNoTags();
        return Task.CompletedTask;
    }
}
