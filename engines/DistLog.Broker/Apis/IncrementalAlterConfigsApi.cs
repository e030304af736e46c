using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>IncrementalAlterConfigs: changes some settings of topics.</summary>
internal sealed class IncrementalAlterConfigsApi(TopicRegistry topics) : ConfigAlterationApi(topics, replaceAll: false)
{
    public override ApiKey Key => ApiKey.IncrementalAlterConfigs;

    public override short MaxVersion => 1;

    protected override ConfigChange ReadChange(RequestReader reader) =>
        new(reader.ReadString(), (ConfigOperation)reader.ReadInt8(), reader.ReadNullableString());
}
