namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Bytes on disk that aren't what was written.</summary>
internal sealed class DamagedDataException(string reason) : Exception(reason);
