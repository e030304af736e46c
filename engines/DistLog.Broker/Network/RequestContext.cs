using DistLog.Broker.Protocol;

namespace DistLog.Broker.Network;

/// <summary>One request: its header, a reader at the start of its body, and the writer of its response.</summary>
/// <param name="Version">Version of the API.</param>
/// <param name="Reader">Its bytes are valid until the handler's first await.</param>
/// <param name="Writer">The response's header is already written.</param>
/// <param name="ClientId">What the client calls itself.</param>
/// <param name="ClientHost">The peer's address, with a slash before it as in Kafka.</param>
/// <param name="Closed">Cancelled when the connection ends.</param>
internal sealed record RequestContext(
    short Version, RequestReader Reader, ResponseWriter Writer, string ClientId, string ClientHost, CancellationToken Closed)
{
    /// <summary>The frame's own bytes, so that a batch can be given its offset in place.</summary>
    public required Memory<byte> Frame { get; init; }

    /// <summary>Set when the client wants no response (acks=0).</summary>
    public bool NoResponse { get; set; }
}
