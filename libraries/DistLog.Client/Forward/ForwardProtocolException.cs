namespace DistLog.Client.Forward;

/// <summary>The peer answered something that is no acknowledgement of what was sent.</summary>
internal sealed class ForwardProtocolException(string message) : IOException(message);
