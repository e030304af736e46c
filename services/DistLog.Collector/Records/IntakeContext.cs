using Microsoft.Extensions.Options;

namespace DistLog.Collector.Records;

/// <summary>What every <see cref="RecordIntake"/> shares.</summary>
internal sealed class IntakeContext(IOptions<CollectorOptions> options, CollectorMetrics metrics, TimeProvider time)
{
    public int MaxRecordBytes { get; } = options.Value.MaxRecordBytes;

    public CollectorMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;
}
