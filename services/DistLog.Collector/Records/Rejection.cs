namespace DistLog.Collector.Records;

/// <summary>A part of the input that is no record.</summary>
/// <param name="Index">Which one it was, from 0.</param>
/// <param name="Position">The byte where it goes wrong.</param>
/// <param name="Reason">What was found.</param>
internal sealed record Rejection(long Index, long Position, string Reason);
