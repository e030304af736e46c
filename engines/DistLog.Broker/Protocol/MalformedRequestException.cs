namespace DistLog.Broker.Protocol;

/// <summary>The peer's bytes are no Kafka request; the connection is closed, since the stream can't be trusted any more.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
