using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>IncrementalAlterConfigs: changes some settings of topics.</summary>
internal sealed class IncrementalAlterConfigsApi(TopicRegistry topics) : IApi
{
    public ApiKey Key => ApiKey.IncrementalAlterConfigs;

    public short MinVersion => 0;

    public short MaxVersion => 1;

    public short FirstFlexibleVersion => 1;

    public async Task HandleAsync(RequestContext context)
    {
        var resources = context.Reader.ReadArray(static r =>
        {
            var resource = (Id: (r.ReadInt8(), r.ReadString()), Changes: r.ReadArray(ReadChange));
            r.SkipTags();
            return resource;
        });
        var validateOnly = context.Reader.ReadBool();
        var results = new List<AlterationResult>(resources.Count);
        foreach (var (id, changes) in resources)
        {
            results.Add(await ConfigAlteration.ApplyAsync(topics, id, changes, replaceAll: false, validateOnly));
        }

        ConfigAlteration.Write(context.Writer, results);
    }

    private static ConfigChange ReadChange(RequestReader reader)
    {
        var change = new ConfigChange(reader.ReadString(), (ConfigOperation)reader.ReadInt8(), reader.ReadNullableString());
        reader.SkipTags();
        return change;
    }
}
