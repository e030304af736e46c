namespace DistLog.Broker.Records;

/// <summary>The codec in the low three bits of a batch's attributes.</summary>
internal enum CompressionType
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
