using DistLog.Broker;
using DistLog.Broker.Protocol;
using DistLog.Broker.Records;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.Broker;

/// <summary>A partition in a folder of its own, and a clock that the test moves.</summary>
internal sealed class LogFixture : IDisposable
{
    private readonly TopicConfig _config;

    public LogFixture(params (string Name, string Value)[] settings)
    {
        _config = new TopicConfig(new TopicDefaults(new BrokerOptions()), settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        Directory = System.IO.Directory.CreateTempSubdirectory("distlog-log-").FullName;
        Log = Open();
    }

    public string Directory { get; }

    public ManualTime Time { get; } = new();

    public PartitionLog Log { get; private set; }

    public string[] SegmentFiles => [.. System.IO.Directory.GetFiles(Directory, "*.log").Order()];

    public AppendResult Append(byte[] batch)
    {
        var result = Log.Append(batch, RecordBatchHeader.Read(batch));
        Log.Sync();
        return result;
    }

    public void Reopen()
    {
        Log.Dispose();
        Log = Open();
    }

    /// <summary>All records from the offset on, read as consumers do, in steps.</summary>
    public List<(long Offset, string? Key, bool HasValue)> ReadAll(long offset = 0)
    {
        var records = new List<(long Offset, string? Key, bool HasValue)>();
        while (Log.Read(offset, 100_000, wholeFirstBatch: true) is { Error: ErrorCode.None, Records: { } slice })
        {
            var bytes = new byte[slice.Length];
            for (var done = 0; done < bytes.Length;)
            {
                done += slice.Read(bytes.AsSpan(done), done);
            }

            records.AddRange(Batches.Read(bytes).Where(record => record.Offset >= offset));
            offset = records[^1].Offset + 1;
        }

        return records;
    }

    public void Dispose()
    {
        Log.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private PartitionLog Open() => new(Directory, _config, Time, NullLogger.Instance);
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    public override DateTimeOffset GetUtcNow() => Now;
}
