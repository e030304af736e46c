using DistLog.Broker.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.Broker;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Those_who_wait_during_a_sync_share_the_next_one()
    {
        using var commits = new GroupCommit(NullLogger<GroupCommit>.Instance);
        using var target = new SlowTarget();
        var first = commits.CommitAsync(target);
        target.Started.Wait();
        var others = Enumerable.Range(0, 50).Select(_ => commits.CommitAsync(target)).ToList();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        target.Release.Set();

        await first;
        await Task.WhenAll(others);
        Assert.Equal(2, target.Syncs);
    }

    [Fact]
    public async Task A_failed_sync_stops_the_process_and_acknowledges_nothing()
    {
        var stopped = new TaskCompletionSource<Exception>();
        using var commits = new GroupCommit(NullLogger<GroupCommit>.Instance, failStop: failure => stopped.TrySetResult(failure));
        var commit = commits.CommitAsync(new BrokenTarget());

        await Assert.ThrowsAsync<SyncFailedException>(() => commit);
        Assert.IsType<SyncFailedException>(await stopped.Task);
    }

    [Fact]
    public void A_sync_of_a_file_that_can_not_be_synced_throws()
    {
        // A pipe knows no fdatasync: the kernel answers EINVAL.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Assert.Throws<SyncFailedException>(() => DurableFile.SyncData(handle));
    }

    private sealed class SlowTarget : ISyncTarget, IDisposable
    {
        public ManualResetEventSlim Started { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public int Syncs { get; private set; }

        public void Sync()
        {
            Syncs++;
            Started.Set();
            Release.Wait();
        }

        public void Dispose()
        {
            Started.Dispose();
            Release.Dispose();
        }
    }

    private sealed class BrokenTarget : ISyncTarget
    {
        public void Sync() => throw new SyncFailedException("broken");
    }
}
