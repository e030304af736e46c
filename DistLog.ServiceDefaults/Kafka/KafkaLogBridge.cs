using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>Passes librdkafka's own log lines and errors on to the service's log.</summary>
/// <remarks>
/// The client that calls must not be asked for anything, its name included: its threads log before its constructor ends,
/// the handle behind <c>Name</c> is null until then, and a fault in a callback kills the process.
/// </remarks>
internal sealed class KafkaLogBridge(ILogger logger)
{
    public void Log(IClient _, LogMessage message) =>
        Events.ClientSaid(logger, Level(message.Level), message.Name, message.Facility, message.Message);

    /// <summary>The handler for a client's errors.</summary>
    /// <param name="client">What to call it.</param>
    public Action<IClient, Error> Errors(string client) => (_, error) => Error(client, error);

    private void Error(string client, Error error)
    {
        if (error.IsFatal)
        {
            Events.ClientFailed(logger, client, error.Code.ToString(), error.Reason);
        }
        else if (error.Code != ErrorCode.Local_AllBrokersDown) // it follows each failed attempt, which was told already
        {
            Events.ClientError(logger, client, error.Code.ToString(), error.Reason);
        }
    }

    private static LogLevel Level(SyslogLevel level) => level switch
    {
        SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical or SyslogLevel.Error => LogLevel.Warning,
        SyslogLevel.Warning or SyslogLevel.Notice => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
