namespace DistLog.SearchNode.Matching;

/// <summary>A test of one string or word.</summary>
internal delegate bool StringPredicate(ReadOnlySpan<byte> value);
