using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>AlterConfigs: replaces all settings of topics.</summary>
internal sealed class AlterConfigsApi(TopicRegistry topics) : IApi
{
    public ApiKey Key => ApiKey.AlterConfigs;

    public short MinVersion => 0;

    public short MaxVersion => 2;

    public short FirstFlexibleVersion => 2;

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
            results.Add(await ConfigAlteration.ApplyAsync(topics, id, changes, replaceAll: true, validateOnly));
        }

        ConfigAlteration.Write(context.Writer, results);
    }

    private static ConfigChange ReadChange(RequestReader reader)
    {
        var change = new ConfigChange(reader.ReadString(), ConfigOperation.Set, reader.ReadNullableString());
        reader.SkipTags();
        return change;
    }
}
