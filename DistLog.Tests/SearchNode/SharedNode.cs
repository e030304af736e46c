namespace DistLog.Tests.SearchNode;

/// <summary>One node for all tests of a class that leave nothing behind which others would meet.</summary>
public class SharedNode : IAsyncLifetime
{
    internal TestNode Node { get; private set; } = null!;

    /// <summary>Switches as on the command line.</summary>
    protected virtual string[] Settings => [];

    public virtual async Task InitializeAsync() => Node = await TestNode.StartAsync(null, Settings);

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
