using DistLog.Tests.Support;

namespace DistLog.Tests.Broker;

/// <summary>Clients that others wrote, as programs of their own.</summary>
public sealed class ThirdPartyClientTests(WireFixture fixture) : IClassFixture<WireFixture>
{
    [ThirdPartyFact("python:confluent_kafka")]
    public Task Confluents_client_produces_and_consumes_in_groups() => Script.PythonAsync("kafka_confluent.py", fixture.Broker.Bootstrap);

    [ThirdPartyFact("python:kafka")]
    public Task Kafka_python_produces_and_reads_back() => Script.PythonAsync("kafka_python.py", fixture.Broker.Bootstrap);

    [ThirdPartyFact("kcat")]
    public async Task Kcat_lists_produces_and_consumes()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, ["one", "two", "three"]);
        await Script.RunAsync("kcat", "-b", fixture.Broker.Bootstrap, "-P", "-t", "kcat", "-p", "0", "-l", file);
        var read = await Script.RunAsync("kcat", "-b", fixture.Broker.Bootstrap, "-C", "-t", "kcat", "-p", "0", "-e", "-q", "-X", "check.crcs=true");
        Assert.Equal("one\ntwo\nthree\n", read);
        Assert.Contains("topic \"kcat\"", await Script.RunAsync("kcat", "-b", fixture.Broker.Bootstrap, "-L"), StringComparison.Ordinal);
        File.Delete(file);
    }
}
