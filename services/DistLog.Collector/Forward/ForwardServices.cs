using DistLog.Collector.Compression;
using DistLog.Collector.Records;
using DistLog.Collector.Sink;

namespace DistLog.Collector.Forward;

/// <summary>What every forward connection shares.</summary>
internal sealed record ForwardServices(IRecordSink Sink, IntakeContext Intake, Inflater Inflater, BufferBudget Buffers, CollectorOptions Options);
