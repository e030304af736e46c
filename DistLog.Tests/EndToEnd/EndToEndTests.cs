namespace DistLog.Tests.EndToEnd;

/// <summary>
/// Tests of the whole application share one running instance, and nothing else runs beside them: they kill its
/// processes.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndTests : ICollectionFixture<RunningApplication>
{
    public const string Name = "EndToEnd";
}
