using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>What AlterConfigs and IncrementalAlterConfigs share: they differ in how a change is written, and in what becomes of the rest.</summary>
internal abstract class ConfigAlterationApi(TopicRegistry topics, bool replaceAll) : IApi
{
    public abstract ApiKey Key { get; }

    public short MinVersion => 0;

    public abstract short MaxVersion { get; }

    public short FirstFlexibleVersion => MaxVersion;

    public async Task HandleAsync(RequestContext context)
    {
        var resources = context.Reader.ReadArray(r =>
        {
            var resource = (Id: (r.ReadInt8(), r.ReadString()), Changes: r.ReadArray(ReadTaggedChange));
            r.SkipTags();
            return resource;
        });
        var validateOnly = context.Reader.ReadBool();
        var results = new List<AlterationResult>(resources.Count);
        foreach (var (id, changes) in resources)
        {
            results.Add(await ConfigAlteration.ApplyAsync(topics, id, changes, replaceAll, validateOnly));
        }

        ConfigAlteration.Write(context.Writer, results);
    }

    /// <summary>Reads one change, without its tags.</summary>
    protected abstract ConfigChange ReadChange(RequestReader reader);

    private ConfigChange ReadTaggedChange(RequestReader reader)
    {
        var change = ReadChange(reader);
        reader.SkipTags();
        return change;
    }
}
