using System.Globalization;
using DistLog.Client.Events;
using DistLog.Client.Node;
using DistLog.Contracts;
using Microsoft.Extensions.Configuration;

namespace DistLog.Client;

/// <summary>The small logging API for programs that do not use ILogger. Its calls never wait and never throw.</summary>
/// <example>
/// <code>
/// await using var log = DistributedLogger.Connect("forward://localhost:24224", "PaymentService", "OrderService");
/// log.Warn("Charging was slow", responseTime: 812, threshold: 500);
/// </code>
/// </example>
public sealed class DistributedLogger : IAsyncDisposable
{
    private readonly DistLogClient _client;
    private readonly bool _ownsClient;

    /// <summary>Logs through the application's client, which stays the application's to dispose.</summary>
    public DistributedLogger(DistLogClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    private DistributedLogger(DistLogClient client, bool ownsClient)
        : this(client)
    {
        _ownsClient = ownsClient;
    }

    /// <summary>Makes a client of its own, registers the node and begins to beat.</summary>
    /// <param name="connectionString">Where the collector listens: <c>forward://host:port</c>.</param>
    /// <param name="serviceName">The kind of program.</param>
    /// <param name="dependencies">The services that it calls.</param>
    /// <exception cref="InvalidOperationException">The connection string is no such address.</exception>
    public static DistributedLogger Connect(string connectionString, string serviceName, params IEnumerable<string> dependencies)
    {
        var settings = new DistLogClientSettings { ConnectionString = connectionString, ServiceName = serviceName };
        foreach (var dependency in dependencies)
        {
            settings.Dependencies.Add(dependency);
        }

        return Connect(settings);
    }

    /// <summary>Makes a client of its own, registers the node and begins to beat.</summary>
    /// <exception cref="InvalidOperationException">The settings are incomplete or out of range.</exception>
    public static DistributedLogger Connect(DistLogClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var endpoint = SettingsValidator.Validate(settings, nameof(DistLogClientSettings.ConnectionString));
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var node = NodeIdentity.Resolve(settings, environment, AppDomain.CurrentDomain.FriendlyName);
        var client = new DistLogClient(settings, endpoint, node, TimeProvider.System);
        client.Life.Start();
        return new DistributedLogger(client, ownsClient: true);
    }

    /// <summary>Logs what happened.</summary>
    public void Info(string message) => Write(Severity.Info, message, DistLogClient.RentProperties());

    /// <summary>Logs that something took too long.</summary>
    /// <param name="message">What was slow.</param>
    /// <param name="responseTime">How long it took, in milliseconds.</param>
    /// <param name="threshold">How long it may take, in milliseconds.</param>
    public void Warn(string message, double responseTime, double threshold)
    {
        var properties = DistLogClient.RentProperties();
        properties.Add("response_time_ms", responseTime);
        properties.Add("threshold_limit_ms", threshold);
        Write(Severity.Warn, message, properties);
    }

    /// <summary>Logs a failure.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="code">The error's code, by which failures are counted.</param>
    /// <param name="detail">What the error says.</param>
    public void Error(string message, string code, string detail) => Write(Severity.Error, message, Details(code, detail));

    /// <summary>Logs a failure that ends the process; sent at once. Await <see cref="FlushAsync"/> before the end.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="code">The error's code, by which failures are counted.</param>
    /// <param name="detail">What the error says.</param>
    public void Fatal(string message, string code, string detail) => Write(Severity.Fatal, message, Details(code, detail));

    /// <summary>Logs a call of another service: INFO where it succeeded, ERROR where it failed.</summary>
    /// <param name="dependency">The service that was called.</param>
    /// <param name="success">Whether it did what it was asked.</param>
    /// <param name="duration">How long it took.</param>
    public void LogServiceCall(string dependency, bool success, TimeSpan duration)
    {
        var milliseconds = Math.Round(duration.TotalMilliseconds, 1);
        var took = milliseconds.ToString(CultureInfo.InvariantCulture);
        var properties = success ? DistLogClient.RentProperties() : Details("DEPENDENCY_FAILED", $"{dependency} failed after {took} ms");
        properties.Add("dependency", dependency);
        properties.Add("success", success);
        properties.Add("response_time_ms", milliseconds);
        Write(success ? Severity.Info : Severity.Error, $"Call to {dependency} {(success ? "succeeded" : "failed")} in {took} ms", properties);
    }

    /// <inheritdoc cref="DistLogClient.FlushAsync"/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _client.FlushAsync(cancellationToken);

    /// <summary>Sends what is queued and says goodbye, where this logger made its own client; bounded by the settings' ShutdownFlushMs.</summary>
    public ValueTask DisposeAsync() => _ownsClient ? _client.DisposeAsync() : ValueTask.CompletedTask;

    private static PropertyBag Details(string code, string detail)
    {
        var properties = DistLogClient.RentProperties();
        properties.Add("error_code", code);
        properties.Add("error_message", detail);
        return properties;
    }

    private void Write(Severity severity, string message, PropertyBag properties) => _client.Write(new LogRecord
    {
        Severity = severity,
        Message = message ?? string.Empty,
        Properties = properties,
    });
}
