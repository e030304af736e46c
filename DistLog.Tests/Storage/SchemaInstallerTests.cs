using System.Text.Json;
using DistLog.Storage;
using DistLog.Storage.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.Storage;

public sealed class SchemaInstallerTests
{
    private const string Exists = """{"error":{"type":"resource_already_exists_exception"},"status":400}""";

    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task Everything_is_put_in_place_in_order()
    {
        await InstallAsync();
        Assert.Equal(
            [
                "/_ilm/policy/distlog-logs",
                "/_index_template/distlog-logs", "/_index_template/distlog-alerts", "/_index_template/distlog-traces",
                "/_index_template/distlog-nodes", "/_index_template/distlog-dead-letters",
                "/_data_stream/logs-distlog-default", "/_data_stream/alerts-distlog-default", "/_data_stream/traces-distlog-default",
                "/distlog-nodes", "/distlog-dead-letters",
                "/_data_stream/logs-distlog-default/_options", "/_data_stream/alerts-distlog-default/_options",
                "/_data_stream/traces-distlog-default/_options", "/_aliases",
            ],
            _store.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task What_exists_already_is_fine_and_a_store_without_lifecycle_and_failure_stores_too()
    {
        _store.Answer(400, "no handler");
        Enumerable.Range(0, 5).ToList().ForEach(_ => _store.Answer(200));
        Enumerable.Range(0, 5).ToList().ForEach(_ => _store.Answer(400, Exists));
        Enumerable.Range(0, 3).ToList().ForEach(_ => _store.Answer(405, "no handler"));
        await InstallAsync();
        Assert.Equal(15, _store.Requests.Count);
    }

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_waited_for()
    {
        _store.Fail(new HttpRequestException("refused"));
        _store.Answer(503);
        await InstallAsync();
        Assert.Equal(17, _store.Requests.Count);
    }

    [Fact]
    public void Replicas_are_as_configured()
    {
        using var template = JsonDocument.Parse(SchemaFiles.Template("logs", 2));
        Assert.Equal(2, template.RootElement.GetProperty("template").GetProperty("settings").GetProperty("index").GetProperty("number_of_replicas").GetInt32());
    }

    private Task InstallAsync() =>
        new SchemaInstaller(_store.Client, Options.Create(new StorageOptions()), TimeProvider.System, NullLogger<SchemaInstaller>.Instance)
            .InstallAsync(CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(20));
}
