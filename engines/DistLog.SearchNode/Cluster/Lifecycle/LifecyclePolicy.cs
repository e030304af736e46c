using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>A lifecycle policy: what becomes of an index as it gets older.</summary>
internal sealed class LifecyclePolicy(IReadOnlyList<LifecyclePhase> phases)
{
    /// <summary>Where every index starts.</summary>
    public const string NewPhase = "new";

    public static LifecyclePolicy Parse(JsonObject policy)
    {
        if (policy["phases"] is not JsonObject phases)
        {
            throw Refuse.IllegalArgument("a lifecycle policy has the form {\"policy\":{\"phases\":{…}}}");
        }

        var parsed = phases.Select(pair => LifecyclePhase.Parse(pair.Key, pair.Value)).ToArray();
        return new LifecyclePolicy([.. LifecyclePhase.Known.Select(known => Array.Find(parsed, phase => phase.Name == known.Name)).OfType<LifecyclePhase>()]);
    }

    /// <summary>The policy as it is shown: with what wasn't said.</summary>
    public static JsonObject Normalize(JsonObject policy)
    {
        var normal = (JsonObject)policy.DeepClone();
        foreach (var (name, _) in normal["phases"]!.AsObject().ToArray())
        {
            var phase = normal["phases"]![name] as JsonObject ?? [];
            phase["min_age"] ??= "0ms";
            phase["actions"] ??= new JsonObject();
            if (phase["actions"]!["delete"] is JsonObject delete)
            {
                delete["delete_searchable_snapshot"] ??= true;
            }

            if (phase.Parent is null)
            {
                normal["phases"]![name] = phase;
            }
        }

        return normal;
    }

    public LifecyclePhase? Phase(string name) => phases.FirstOrDefault(phase => phase.Name == name);

    /// <summary>The phase after one, or null; the names of phases that the policy doesn't have have their place too.</summary>
    public LifecyclePhase? After(string name)
    {
        var place = Array.FindIndex(LifecyclePhase.Known, known => known.Name == name);
        return LifecyclePhase.Known.Skip(place + 1).Select(known => Phase(known.Name)).FirstOrDefault(phase => phase is not null);
    }
}
