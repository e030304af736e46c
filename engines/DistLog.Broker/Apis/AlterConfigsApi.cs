using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>AlterConfigs: replaces all settings of topics.</summary>
internal sealed class AlterConfigsApi(TopicRegistry topics) : ConfigAlterationApi(topics, replaceAll: true)
{
    public override ApiKey Key => ApiKey.AlterConfigs;

    public override short MaxVersion => 2;

    protected override ConfigChange ReadChange(RequestReader reader) =>
        new(reader.ReadString(), ConfigOperation.Set, reader.ReadNullableString());
}
