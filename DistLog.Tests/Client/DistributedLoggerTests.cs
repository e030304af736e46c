using DistLog.Client;

namespace DistLog.Tests.Client;

public sealed class DistributedLoggerTests
{
    [Fact]
    public async Task Every_call_of_the_small_API_gives_the_fields_of_the_contract()
    {
        await using var peer = new CollectorPeer();
        await using (var log = DistributedLogger.Connect(peer.ConnectionString, "PaymentService", "OrderService"))
        {
            log.Info("started");
            log.Warn("slow", 812, 500);
            log.Error("failed", "E042", "declined");
            log.Fatal("corrupt", "E500", "state lost");
            log.LogServiceCall("OrderService", success: true, TimeSpan.FromMilliseconds(12));
            log.LogServiceCall("OrderService", success: false, TimeSpan.FromMilliseconds(34));
        }

        Assert.Equal(["INFO", "WARN", "ERROR", "FATAL", "INFO", "ERROR"], peer.Logs.Select(entry => (string)entry["log_level"]!));
        Assert.Equal((812.0, 500.0), ((double)peer.Logs[1]["response_time_ms"]!, (double)peer.Logs[1]["threshold_limit_ms"]!));
        Assert.All([2, 3, 5], i => Assert.Contains("error_details", peer.Logs[i].Keys));
        Assert.Equal("OrderService", ((Dictionary<string, object?>)peer.Logs[4]["attributes"]!)["dependency"]);
        Assert.Equal("REGISTRATION", peer.Acknowledged[0]["message_type"]);
        Assert.Equal("CLOSE_LOG", peer.Acknowledged[^1]["message_type"]);
    }

    [Fact]
    public void An_address_of_another_form_is_refused_at_once() =>
        Assert.Throws<InvalidOperationException>(() => DistributedLogger.Connect("localhost", "PaymentService"));
}
