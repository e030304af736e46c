using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>When a write becomes searchable.</summary>
internal enum RefreshMode
{
    /// <summary>With the next periodic refresh.</summary>
    Later,

    /// <summary>Before the answer, by a refresh of its own.</summary>
    Now,

    /// <summary>Before the answer.</summary>
    WaitFor,
}

/// <summary>The <c>refresh</c> parameter.</summary>
internal static class RefreshPolicy
{
    public static RefreshMode Of(RestRequest request) => request.Parameter("refresh") switch
    {
        null or "false" => RefreshMode.Later,
        "" or "true" => RefreshMode.Now,
        "wait_for" => RefreshMode.WaitFor,
        var other => throw Refuse.IllegalArgument($"Unknown value for refresh: [{other}]."),
    };

    /// <summary>A refresh costs next to nothing here, so waiting for the next one means doing it now.</summary>
    public static void Apply(RefreshMode mode, IEnumerable<Index> indices)
    {
        if (mode == RefreshMode.Later)
        {
            return;
        }

        foreach (var index in indices)
        {
            index.Store.Refresh();
        }
    }
}
