using System.Collections.Concurrent;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Groups;

/// <summary>All groups with members, and the committed offsets of these and of groups without.</summary>
internal sealed class GroupCoordinator(BrokerOptions options, OffsetStore offsets, TimeProvider time, ILogger<GroupCoordinator> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);

    public OffsetStore Offsets { get; } = offsets;

    public IEnumerable<string> GroupIds => _groups.Keys.Union(Offsets.Groups);

    public Task<JoinResult> JoinAsync(JoinRequest request)
    {
        var error = CheckJoin(request);
        return error == ErrorCode.None
            ? _groups.GetOrAdd(request.GroupId, id => new ConsumerGroup(id, options, time, logger)).JoinAsync(request)
            : Task.FromResult(JoinResult.Failed(error, request.MemberId));
    }

    public ConsumerGroup? Find(string groupId) => _groups.GetValueOrDefault(groupId);

    public ErrorCode CheckCommit(string groupId, string memberId, string? instanceId, int generation)
    {
        if (groupId.Length == 0 && generation >= 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        return Find(groupId)?.CheckCommit(memberId, instanceId, generation)
            ?? (generation < 0 ? ErrorCode.None : ErrorCode.IllegalGeneration);
    }

    public async Task<ErrorCode> DeleteAsync(string groupId)
    {
        var group = Find(groupId);
        if (group is null && Offsets.Of(groupId).Count == 0)
        {
            return groupId.Length == 0 ? ErrorCode.InvalidGroupId : ErrorCode.GroupIdNotFound;
        }

        if (group is not null && group.State != GroupState.Empty)
        {
            return ErrorCode.NonEmptyGroup;
        }

        Forget(groupId);
        await Offsets.RemoveAsync(groupId);
        return ErrorCode.None;
    }

    /// <summary>Forgets the offsets of groups that have had no member and no commit for longer than they are kept.</summary>
    public async Task ExpireAsync()
    {
        var before = time.GetUtcNow().AddMinutes(-options.OffsetsRetentionMinutes).ToUnixTimeMilliseconds();
        foreach (var groupId in Offsets.Groups.Where(id => Find(id) is null or { State: GroupState.Empty }))
        {
            var expired = Offsets.Of(groupId).Where(offset => offset.Value.CommittedAtMs < before).Select(offset => offset.Key).ToList();
            await Offsets.RemoveAsync(groupId, expired);
        }
    }

    public void Dispose()
    {
        foreach (var group in _groups.Values)
        {
            group.Dispose();
        }
    }

    private void Forget(string groupId)
    {
        if (_groups.TryRemove(groupId, out var group))
        {
            group.Dispose();
        }
    }

    private ErrorCode CheckJoin(JoinRequest request)
    {
        if (request.GroupId.Length == 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        if (request.SessionTimeout.TotalMilliseconds < options.GroupMinSessionMilliseconds
            || request.SessionTimeout.TotalMilliseconds > options.GroupMaxSessionMilliseconds)
        {
            return ErrorCode.InvalidSessionTimeout;
        }

        return request.MemberId.Length > 0 && Find(request.GroupId) is null ? ErrorCode.UnknownMemberId : ErrorCode.None;
    }
}
