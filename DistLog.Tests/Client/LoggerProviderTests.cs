// Applications log by the plain extension methods too, with names of any case.
#pragma warning disable CA1848, CA1727

using System.Diagnostics;
using DistLog.Client;
using DistLog.Client.Logging;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.Client;

public sealed partial class LoggerProviderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_generated_log_keeps_message_template_category_event_id_and_values()
    {
        var log = await LogOneAsync(logger => OrderAccepted(logger, 17, "ada"));
        Assert.Equal("INFO", log["log_level"]);
        Assert.Equal("Order 17 of ada accepted", log["message"]);
        Assert.Equal("Order {Number} of {Customer} accepted", log["template"]);
        Assert.Equal("Shop.Orders", log["category"]);
        Assert.Equal(4711L, log["event_id"]);
        var attributes = Attributes(log);
        Assert.Equal(("OrderAccepted", 17L, "ada"), ((string)attributes["event_name"]!, (long)attributes["Number"]!, (string)attributes["Customer"]!));
    }

    [Theory]
    [InlineData(LogLevel.Trace, "TRACE")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public async Task Levels_take_the_names_of_the_contract(LogLevel level, string name) =>
        Assert.Equal(name, (await LogOneAsync(logger => logger.Log(level, "x")))["log_level"]);

    [Fact]
    public async Task An_exception_comes_with_type_message_and_stack_and_fills_the_error_details()
    {
        var log = await LogOneAsync(logger => logger.LogError(Thrown(), "It failed"));
        var exception = (Dictionary<string, object?>)log["exception"]!;
        Assert.Equal("System.InvalidOperationException", exception["type"]);
        Assert.Equal("boom", exception["message"]);
        Assert.Contains(nameof(Thrown), (string)exception["stack"]!, StringComparison.Ordinal);
        Assert.Equal(("InvalidOperationException", "boom"), ErrorDetails(log));
    }

    [Fact]
    public async Task Error_details_are_lifted_from_the_values()
    {
        var log = await LogOneAsync(logger => logger.LogError("Charge failed: {ErrorCode}: {error_message}", "E042", "declined"));
        Assert.Equal(("E042", "declined"), ErrorDetails(log));
        Assert.DoesNotContain("attributes", log.Keys);
    }

    [Fact]
    public async Task An_error_without_details_gets_them_all_the_same() =>
        Assert.Equal(("UNSPECIFIED", "It failed"), ErrorDetails(await LogOneAsync(logger => logger.LogError("It failed"))));

    [Fact]
    public async Task Response_time_and_threshold_are_lifted_as_numbers()
    {
        var log = await LogOneAsync(logger => logger.LogWarning("{ResponseTimeMs} over {threshold_limit_ms}", TimeSpan.FromMilliseconds(812.5), 500));
        Assert.Equal((812.5, 500.0), ((double)log["response_time_ms"]!, (double)log["threshold_limit_ms"]!));
    }

    [Fact]
    public async Task Scopes_become_attributes_the_inner_before_the_outer_and_the_message_before_both()
    {
        var log = await LogOneAsync(logger =>
        {
            using var outer = logger.BeginScope(new Dictionary<string, object?> { ["Tenant"] = "a", ["Step"] = "outer", ["Number"] = -1 });
            using var inner = logger.BeginScope("Step {Step}", "inner");
            using var plain = logger.BeginScope("plain text");
            OrderAccepted(logger, 17, "ada");
        });
        var attributes = Attributes(log);
        Assert.Equal(("a", "inner", 17L), ((string)attributes["Tenant"]!, (string)attributes["Step"]!, (long)attributes["Number"]!));
        Assert.Equal("plain text", attributes["scope"]);
    }

    [Fact]
    public async Task The_current_activity_gives_trace_and_span()
    {
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        var log = await LogOneAsync(logger => logger.LogInformation("x"));
        Assert.Equal(activity.TraceId.ToHexString(), log["trace_id"]);
        Assert.Equal(activity.SpanId.ToHexString(), log["span_id"]);
    }

    [Fact]
    public async Task Values_keep_their_kind()
    {
        object?[] values = [1, 2L, 2.5, true, null, 3.75m, new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), DayOfWeek.Friday, new[] { "a", "b" }, double.NaN];
        var log = await LogOneAsync(logger => logger.LogInformation("{A} {B} {C} {D} {E} {F} {G} {H} {I} {J}", values));
        var attributes = Attributes(log);
        Assert.Equal([1L, 2L, 2.5, true, null, "3.75", "2026-11-20T00:00:00.0000000Z", "Friday", "a, b", "NaN"], "ABCDEFGHIJ".Select(name => attributes[$"{name}"]));
    }

    [Fact]
    public async Task Long_text_is_cut_and_too_many_values_are_left_out()
    {
        var scope = Enumerable.Range(0, 1_000).ToDictionary(i => $"key{i}", object? (i) => new string('v', 50_000));
        var log = await LogOneAsync(logger =>
        {
            using var many = logger.BeginScope(scope);
            logger.LogInformation("{Text}", new string('x', 100_000));
        });
        Assert.Equal(32_768, ((string)log["message"]!).Length);
        Assert.True((long)Attributes(log)["attributes_left_out"]! > 0);
    }

    [Fact]
    public async Task A_value_that_throws_costs_its_own_log_only_and_is_counted()
    {
        await using var peer = new CollectorPeer();
        await using (var client = Clients.Create(peer.ConnectionString))
        {
            var logger = Logger(client, "Shop.Orders");
            logger.Log(LogLevel.Information, default, new Hostile(), null, (state, _) => "fine");
            logger.LogInformation("after");
            await client.FlushWithinAsync(Limit);
        }

        Assert.Equal(["after", "report"], peer.Logs.Select(log => ((string)log["message"]!).StartsWith("The client dropped 1", StringComparison.Ordinal) ? "report" : (string)log["message"]!).Order());
    }

    [Fact]
    public async Task A_value_that_logs_while_it_is_written_neither_recurses_nor_disturbs()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString);
        var logger = Logger(client, "Shop.Orders");
        using (logger.BeginScope(new Dictionary<string, object?> { ["Chatty"] = new Chatty(logger) }))
        {
            logger.LogInformation("outer");
        }

        await client.FlushWithinAsync(Limit);
        var outer = peer.Logs.Single(log => (string)log["message"]! == "outer");
        Assert.Equal("chatty", Attributes(outer)["Chatty"]);
        Assert.DoesNotContain(peer.Logs, log => (string)log["message"]! == "inner");
    }

    [Fact]
    public async Task What_the_client_logs_of_itself_never_comes_back_to_it()
    {
        await using var client = Clients.Create(Clients.Nowhere(), settings => settings.ShutdownFlushMs = 0);
        var logger = Logger(client, "DistLog.Client");
        Assert.False(logger.IsEnabled(LogLevel.Critical));
        logger.LogCritical("the collector is away");
        Assert.Equal(0, client.Waiting);
    }

    [LoggerMessage(4711, LogLevel.Information, "Order {Number} of {Customer} accepted")]
    private static partial void OrderAccepted(ILogger logger, int number, string customer);

    private static ILogger Logger(DistLogClient client, string category)
    {
        var provider = new DistLogLoggerProvider(client);
        provider.SetScopeProvider(new LoggerExternalScopeProvider());
        return provider.CreateLogger(category);
    }

    private static async Task<Dictionary<string, object?>> LogOneAsync(Action<ILogger> log)
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString);
        log(Logger(client, "Shop.Orders"));
        await client.FlushWithinAsync(Limit);
        return Assert.Single(peer.Logs);
    }

    private static Dictionary<string, object?> Attributes(Dictionary<string, object?> log) => (Dictionary<string, object?>)log["attributes"]!;

    private static (string Code, string Message) ErrorDetails(Dictionary<string, object?> log)
    {
        var details = (Dictionary<string, object?>)log["error_details"]!;
        return ((string)details["error_code"]!, (string)details["error_message"]!);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("boom");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class Hostile : List<KeyValuePair<string, object?>>
    {
        public Hostile() => Add(new("Bad", new Thrower()));
    }

    private sealed class Thrower
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Chatty(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogInformation("inner");
            return "chatty";
        }
    }
}
