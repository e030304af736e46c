using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>Passes librdkafka's own log lines and errors on to the service's log.</summary>
internal sealed class KafkaLogBridge(ILogger logger)
{
    public void Log(IClient client, LogMessage message) =>
        Events.ClientSaid(logger, Level(message.Level), client.Name, message.Facility, message.Message);

    public void Error(IClient client, Error error)
    {
        if (error.IsFatal)
        {
            Events.ClientFailed(logger, client.Name, error.Code.ToString(), error.Reason);
        }
        else
        {
            Events.ClientError(logger, client.Name, error.Code.ToString(), error.Reason);
        }
    }

    private static LogLevel Level(SyslogLevel level) => level switch
    {
        SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical or SyslogLevel.Error => LogLevel.Warning,
        SyslogLevel.Warning or SyslogLevel.Notice => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
