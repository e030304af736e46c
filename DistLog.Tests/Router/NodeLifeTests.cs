using DistLog.Router.Normalisation;

namespace DistLog.Tests.Router;

public sealed class NodeLifeTests
{
    [Fact]
    public void A_registration_is_written_in_the_contracts_form() => Assert.Equal(
        """{"message_type":"REGISTRATION","node_id":"n1","service_name":"S","status":"UP","timestamp":"2026-11-20 07:00:00","@timestamp":"2026-11-20T07:00:00.000Z","received_at":"2026-11-20T08:00:00.000Z"}""",
        Normalised.Of("""{"node_id":"n1","message_type":"REGISTRATION","service_name":"S","status":"UP","timestamp":"2026-11-20 07:00:00"}""").Document.GetRawText());

    [Fact]
    public void A_heartbeat_needs_no_service() => Assert.Equal(
        """{"message_type":"HEARTBEAT","node_id":"n1","status":"UP","timestamp":"2026-11-20T07:00:00Z","@timestamp":"2026-11-20T07:00:00.000Z","received_at":"2026-11-20T08:00:00.000Z"}""",
        Normalised.Of("""{"node_id":"n1","message_type":"heartbeat","status":"UP","timestamp":"2026-11-20T07:00:00Z"}""").Document.GetRawText());

    [Fact]
    public void A_goodbye_without_a_time_gets_the_time_of_arrival() => Assert.Equal(
        """{"message_type":"CLOSE_LOG","node_id":"n1","timestamp":"2026-11-20T08:00:00.000Z","@timestamp":"2026-11-20T08:00:00.000Z","received_at":"2026-11-20T08:00:00.000Z"}""",
        Normalised.Of("""{"node_id":"n1","message_type":"CLOSE_LOG"}""").Document.GetRawText());

    [Fact]
    public void What_else_it_says_is_kept()
    {
        var life = Normalised.Of("""{"message_type":"REGISTRATION","host":"h","version":"1.2","message":"hi","log_level":"INFO","@tag":"t","@sender":"::1"}""");
        Assert.Equal(MessageKind.Registration, life.Kind);
        Assert.Equal("h", life.NodeId);
        Assert.Equal("""{"version":"1.2","message":"hi","log_level":"INFO","tag":"t","sender":"::1"}""", life.Raw("attributes"));
    }
}
