using DistLog.Broker.Protocol;

namespace DistLog.Broker.Groups;

/// <summary>
/// One group under the classic protocol: members join, the broker picks a leader, the leader assigns, all sync. The broker
/// never looks into assignments, so eager and cooperative assignors work alike.
/// </summary>
internal sealed partial class ConsumerGroup : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GroupMember> _members = new(StringComparer.Ordinal);

    /// <summary>Ids that were given out and wait for their owner's second join, with their deadlines (KIP-394).</summary>
    private readonly Dictionary<string, TimeSpan> _pendingIds = new(StringComparer.Ordinal);

    private readonly BrokerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _origin;
    private readonly ITimer _timer;
    private string? _leaderId;

    public ConsumerGroup(string id, BrokerOptions options, TimeProvider time, ILogger logger)
    {
        (Id, _options, _time, _logger) = (id, options, time, logger);
        _origin = time.GetTimestamp();
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Id { get; }

    public GroupState State { get; private set; } = GroupState.Empty;

    public int Generation { get; private set; }

    public string ProtocolType { get; private set; } = "";

    public string? Protocol { get; private set; }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    public Task<JoinResult> JoinAsync(JoinRequest request)
    {
        lock (_lock)
        {
            var error = CheckJoin(request);
            if (error != ErrorCode.None)
            {
                return Task.FromResult(JoinResult.Failed(error, request.MemberId));
            }

            return request.MemberId.Length == 0 ? JoinNew(request) : JoinKnown(request);
        }
    }

    public Task<SyncResult> SyncAsync(
        string memberId, string? instanceId, int generation, string? protocolType, string? protocol,
        IReadOnlyDictionary<string, byte[]> assignments)
    {
        lock (_lock)
        {
            var error = CheckMember(memberId, instanceId, generation);
            if (error == ErrorCode.None && ((protocolType ?? ProtocolType) != ProtocolType || (protocol ?? Protocol) != Protocol))
            {
                error = ErrorCode.InconsistentGroupProtocol;
            }

            return error == ErrorCode.None
                ? SyncMember(_members[memberId], assignments)
                : Task.FromResult(SyncResult.Failed(error));
        }
    }

    public ErrorCode Heartbeat(string memberId, string? instanceId, int generation)
    {
        lock (_lock)
        {
            var error = CheckMember(memberId, instanceId, generation);
            if (error != ErrorCode.None)
            {
                return error;
            }

            Touch(_members[memberId]);
            return State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    public ErrorCode Leave(string memberId, string? instanceId)
    {
        lock (_lock)
        {
            if (memberId.Length == 0 && instanceId is not null)
            {
                memberId = FindInstance(instanceId)?.Id ?? "";
            }

            if (_pendingIds.Remove(memberId))
            {
                CompleteJoinIfAllAreHere();
                return ErrorCode.None;
            }

            var error = CheckIdentity(memberId, instanceId);
            if (error == ErrorCode.None)
            {
                Remove(_members[memberId], "it said goodbye");
            }

            return error;
        }
    }

    /// <summary>Whether a member of this generation, or a consumer that is no member, may commit offsets.</summary>
    public ErrorCode CheckCommit(string memberId, string? instanceId, int generation)
    {
        lock (_lock)
        {
            if (generation < 0 && memberId.Length == 0 && instanceId is null)
            {
                return State == GroupState.Empty ? ErrorCode.None : ErrorCode.UnknownMemberId;
            }

            var error = CheckMember(memberId, instanceId, generation);
            if (error != ErrorCode.None)
            {
                return error;
            }

            Touch(_members[memberId]);
            return State == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    /// <summary>A consistent copy for DescribeGroups: the members with the metadata and assignment of the present protocol.</summary>
    public (GroupState State, string ProtocolType, string Protocol, List<GroupMember> Members) Describe()
    {
        lock (_lock)
        {
            return (State, ProtocolType, Protocol ?? "", [.. _members.Values]);
        }
    }

    public void Dispose() => _timer.Dispose();

    private ErrorCode CheckJoin(JoinRequest request)
    {
        if (_members.Count >= _options.GroupMaxMembers && !_members.ContainsKey(request.MemberId))
        {
            return ErrorCode.GroupMaxSizeReached;
        }

        var others = _members.Values.Where(member => member.Id != request.MemberId).ToList();
        var fits = request.ProtocolType.Length > 0 && request.Protocols.Count > 0
            && (others.Count == 0 || request.ProtocolType == ProtocolType)
            && (others.Count == 0 || request.Protocols.Any(offered => others.All(member => member.Protocols.Any(p => p.Name == offered.Name))));
        return fits ? ErrorCode.None : ErrorCode.InconsistentGroupProtocol;
    }

    private ErrorCode CheckMember(string memberId, string? instanceId, int generation)
    {
        var error = CheckIdentity(memberId, instanceId);
        return error == ErrorCode.None && generation != Generation ? ErrorCode.IllegalGeneration : error;
    }

    /// <summary>A static member that was replaced is fenced, so that it stops; an unknown one may join anew.</summary>
    private ErrorCode CheckIdentity(string memberId, string? instanceId)
    {
        if (instanceId is not null && FindInstance(instanceId) is { } holder && holder.Id != memberId)
        {
            return ErrorCode.FencedInstanceId;
        }

        return _members.ContainsKey(memberId) ? ErrorCode.None : ErrorCode.UnknownMemberId;
    }

    private GroupMember? FindInstance(string instanceId) => _members.Values.FirstOrDefault(member => member.InstanceId == instanceId);

    private void Touch(GroupMember member) => member.Deadline = Now + member.SessionTimeout;
}
