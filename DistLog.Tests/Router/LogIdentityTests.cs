using DistLog.Contracts;

namespace DistLog.Tests.Router;

public sealed class LogIdentityTests
{
    private const string Timed = """{"message":"m","node_id":"n","timestamp":"2026-11-20T07:00:00Z","@tag":"t","@time":1795158000000000000""";

    [Fact]
    public void The_senders_id_is_used() => Assert.Equal("é1", Normalised.Of("""{"log_id":"\u00e91"}""").LogId);

    [Fact]
    public void A_number_is_an_id_too()
    {
        var log = Normalised.Of("""{"log_id":17}""");
        Assert.Equal("17", log.LogId);
        Assert.Equal("\"17\"", log.Raw("log_id"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("true")]
    public void What_is_no_id_is_replaced_by_a_derived_one(string value) =>
        Assert.Equal(32, Normalised.Of($$"""{"log_id":{{value}},"timestamp":"2026-11-20T07:00:00Z"}""").LogId.Length);

    [Fact]
    public void A_resend_keeps_its_derived_id_through_another_interface_and_place_on_the_bus()
    {
        var first = Normalised.Of(Timed + ",\"@sender\":\"10.0.0.1\"}", offset: 1);
        var resent = Normalised.Of(Timed + ",\"@sender\":\"fe80::1\"}", offset: 2);
        var withoutSender = Normalised.Of(Timed + "}", offset: 3);
        Assert.Equal(first.LogId, resent.LogId);
        Assert.Equal(first.LogId, withoutSender.LogId);
        Assert.Equal(first.LogId, first.String("log_id"));
    }

    [Fact]
    public void Another_transport_time_is_another_event()
    {
        var first = Normalised.Of("""{"message":"m","@time":1795158000000000000}""");
        var second = Normalised.Of("""{"message":"m","@time":1795158001000000000}""");
        Assert.NotEqual(first.LogId, second.LogId);
    }

    [Fact]
    public void Without_any_time_two_equal_records_are_two_events_and_a_redelivery_is_one()
    {
        const string json = """{"message":"backup done"}""";
        Assert.NotEqual(Normalised.Of(json, offset: 1).LogId, Normalised.Of(json, offset: 2).LogId);
        Assert.Equal(Normalised.Of(json, offset: 1).LogId, Normalised.Of(json, offset: 1).LogId);
    }

    [Theory]
    [InlineData("node", "0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("node", "node-17", "node-17")]
    [InlineData("node", "17", "node:17")]
    [InlineData("node", "node", "node:node")]
    [InlineData("nodé", "nodé1", "nodé1")]
    public void Document_ids_are_unique_across_nodes(string node, string log, string expected) =>
        Assert.Equal(expected, EventIdentity.DocumentId(node, log));

    [Fact]
    public void A_document_id_is_never_longer_than_the_store_allows() =>
        Assert.Equal(32, EventIdentity.DocumentId("n", new string('x', 600)).Length);
}
