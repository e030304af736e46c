namespace DistLog.Client.Forward;

/// <summary>A batch as it goes over the wire: one packed-forward message, sent as often as it takes, always with the same bytes.</summary>
/// <param name="Id">What the collector acknowledges: 22 characters of base64.</param>
/// <param name="Bytes">The whole message; the builder's buffer, valid until its next chunk.</param>
/// <param name="Events">How many events it holds.</param>
internal readonly record struct Chunk(string Id, ReadOnlyMemory<byte> Bytes, int Events);
