using System.Text;
using DistLog.Alerting.Logs;
using DistLog.Alerting.Nodes;
using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

public sealed class ReaderTests
{
    private static readonly DateTimeOffset RecordTime = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"message_type":"REGISTRATION","node_id":"a"}""", NodeEventKind.Registration)]
    [InlineData("""{"message_type":"HEARTBEAT","node_id":"a","status":"UP"}""", NodeEventKind.Heartbeat)]
    [InlineData("""{"message_type":"HEARTBEAT","node_id":"a","status":"down"}""", NodeEventKind.Goodbye)]
    [InlineData("""{"message_type":"CLOSE_LOG","node_id":"a","extra":{"x":[1,{"y":2}]}}""", NodeEventKind.Goodbye)]
    public void Node_events_are_told_apart(string json, object kind) =>
        Assert.Equal(new NodeEvent((NodeEventKind)kind, "a", null, RecordTime), Node(json));

    [Fact]
    public void The_time_of_arrival_is_taken_from_the_event_where_it_is_there()
    {
        var read = Node("""{"received_at":"2026-11-20T07:59:58.5Z","timestamp":"2001-01-01T00:00:00Z","message_type":"HEARTBEAT","node_id":"a","service_name":"Payments"}""");

        Assert.Equal(new NodeEvent(NodeEventKind.Heartbeat, "a", "Payments", RecordTime.AddSeconds(-1.5)), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"message_type":"LOG","node_id":"a"}""")]
    [InlineData("""{"message_type":"HEARTBEAT"}""")]
    [InlineData("""{"message_type":"HEARTBEAT","node_id":7}""")]
    public void What_is_no_node_event_is_refused(string json) => Assert.Null(Node(json));

    [Fact]
    public void A_node_event_cut_at_any_byte_is_refused()
    {
        var whole = """{"message_type":"HEARTBEAT","status":"UP","received_at":"2026-11-20T07:59:58Z","node_id":"ä"}"""u8.ToArray();

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(NodeEventReader.Read(whole.AsSpan(0, length), RecordTime)));
        Assert.NotNull(NodeEventReader.Read(whole, RecordTime));
    }

    [Fact]
    public void A_log_is_read_with_what_alerting_needs()
    {
        var read = LogEventReader.Read("""{"log_id":"l","node_id":"n","log_level":"ERROR","message":"m","error_details":{"error_code":"E"},"service_name":"s","template":"t","trace_id":"x"}"""u8);

        Assert.Equal(new LogEvent(Severity.Error, "m", "t", "s", "n", "l", "x"), read);
    }

    [Theory]
    [InlineData("""{"log_level":"INFO","message":"m"}""")]
    [InlineData("""{"message":"m"}""")]
    [InlineData("""{"log_level":"ERROR","message":"m""")]
    [InlineData("null")]
    public void What_is_no_critical_log_is_refused(string json) => Assert.Null(LogEventReader.Read(Encoding.UTF8.GetBytes(json)));

    private static NodeEvent? Node(string json) => NodeEventReader.Read(Encoding.UTF8.GetBytes(json), RecordTime);
}
