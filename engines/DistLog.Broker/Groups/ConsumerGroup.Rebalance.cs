using DistLog.Broker.Protocol;

namespace DistLog.Broker.Groups;

/// <summary>The rebalance: gathering the members of a generation, handing out its assignment, and dropping silent members.</summary>
internal sealed partial class ConsumerGroup
{
    /// <summary>When the gathering of members ends at the latest.</summary>
    private TimeSpan _joinDeadline;

    /// <summary>Until when a group that was empty waits for more members, even if all known ones are here.</summary>
    private TimeSpan _gatherUntil;

    private Task<JoinResult> JoinNew(JoinRequest request)
    {
        var memberId = $"{(request.InstanceId ?? request.ClientId)}-{Guid.NewGuid()}";
        if (request.InstanceId is not null && FindInstance(request.InstanceId) is { } previous)
        {
            return ReplaceStatic(previous, memberId, request);
        }

        if (request.MustKnowItsId && request.InstanceId is null)
        {
            _pendingIds[memberId] = Now + request.SessionTimeout;
            Arm();
            return Task.FromResult(JoinResult.Failed(ErrorCode.MemberIdRequired, memberId));
        }

        return AddAndRebalance(memberId, request);
    }

    private Task<JoinResult> JoinKnown(JoinRequest request)
    {
        if (_pendingIds.Remove(request.MemberId))
        {
            return AddAndRebalance(request.MemberId, request);
        }

        var error = CheckIdentity(request.MemberId, request.InstanceId);
        if (error != ErrorCode.None)
        {
            return Task.FromResult(JoinResult.Failed(error, request.MemberId));
        }

        var member = _members[request.MemberId];
        var unchanged = member.Offers(request.Protocols);
        member.Update(request);
        if (unchanged && (State == GroupState.CompletingRebalance || (State == GroupState.Stable && member.Id != _leaderId)))
        {
            // A repeated join, for instance after a lost response: the generation stands.
            Touch(member);
            return Task.FromResult(JoinedResult(member));
        }

        return WaitForOthers(member);
    }

    /// <summary>A static member came back under its instance id: it takes the old one's place, without a rebalance when nothing else changed (KIP-345).</summary>
    private Task<JoinResult> ReplaceStatic(GroupMember previous, string memberId, JoinRequest request)
    {
        _members.Remove(previous.Id);
        previous.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.FencedInstanceId, previous.Id));
        previous.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.FencedInstanceId));
        var member = new GroupMember(memberId, request) { Assignment = previous.Assignment };
        _members[memberId] = member;
        _leaderId = _leaderId == previous.Id ? memberId : _leaderId;
        if (State == GroupState.Stable && previous.Offers(request.Protocols))
        {
            Touch(member);
            Arm();
            return Task.FromResult(JoinedResult(member) with { SkipAssignment = member.Id == _leaderId });
        }

        return WaitForOthers(member);
    }

    private Task<JoinResult> AddAndRebalance(string memberId, JoinRequest request)
    {
        var member = new GroupMember(memberId, request);
        _members[memberId] = member;
        ProtocolType = request.ProtocolType;
        return WaitForOthers(member);
    }

    private Task<JoinResult> WaitForOthers(GroupMember member)
    {
        Touch(member);
        member.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.RebalanceInProgress, member.Id));
        member.Joining = new TaskCompletionSource<JoinResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = member.Joining.Task;
        PrepareRebalance();
        return joined;
    }

    private void PrepareRebalance()
    {
        if (State != GroupState.PreparingRebalance)
        {
            foreach (var member in _members.Values)
            {
                member.Assignment = State == GroupState.CompletingRebalance ? [] : member.Assignment;
                member.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.RebalanceInProgress));
                member.Syncing = null;
            }

            _gatherUntil = State == GroupState.Empty ? Now + TimeSpan.FromMilliseconds(_options.GroupInitialDelayMilliseconds) : TimeSpan.Zero;
            State = GroupState.PreparingRebalance;
            _joinDeadline = Now + (_members.Count == 0 ? TimeSpan.Zero : _members.Values.Max(member => member.RebalanceTimeout));
        }

        CompleteJoinIfAllAreHere();
        Arm();
    }

    private void CompleteJoinIfAllAreHere()
    {
        if (State == GroupState.PreparingRebalance
            && (Now >= _joinDeadline
                || (Now >= _gatherUntil && _pendingIds.Count == 0 && _members.Values.All(member => member.Joining is not null))))
        {
            CompleteJoin();
        }
    }

    private void CompleteJoin()
    {
        // A static member may be restarting and keeps its place until its session ends.
        foreach (var missing in _members.Values.Where(member => member.Joining is null && member.InstanceId is null).ToList())
        {
            _members.Remove(missing.Id);
            Log.MemberGone(_logger, Id, missing.Id, "it did not rejoin in time");
        }

        Generation++;
        if (_members.Count == 0)
        {
            (State, Protocol, _leaderId) = (GroupState.Empty, null, null);
            return;
        }

        var here = _members.Values.FirstOrDefault(member => member.Joining is not null) ?? _members.Values.First();
        _leaderId = _leaderId is not null && _members.TryGetValue(_leaderId, out var leader) && leader.Joining is not null ? _leaderId : here.Id;
        Protocol = SelectProtocol();
        State = GroupState.CompletingRebalance;
        Log.GroupGeneration(_logger, Id, Generation, _members.Count, Protocol);
        foreach (var member in _members.Values)
        {
            Touch(member);
            member.Joining?.TrySetResult(JoinedResult(member));
            member.Joining = null;
        }
    }

    /// <summary>Each member votes for the first of its protocols that all can speak.</summary>
    private string SelectProtocol() => _members.Values
        .Select(member => member.Protocols.First(offered => _members.Values.All(other => other.Protocols.Any(p => p.Name == offered.Name))).Name)
        .GroupBy(name => name)
        .MaxBy(votes => votes.Count())!.Key;

    private JoinResult JoinedResult(GroupMember member) => new(
        ErrorCode.None, Generation, ProtocolType, Protocol, _leaderId ?? "", member.Id,
        member.Id == _leaderId ? [.. _members.Values] : []);

    private Task<SyncResult> SyncMember(GroupMember member, IReadOnlyDictionary<string, byte[]> assignments)
    {
        Touch(member);
        switch (State)
        {
            case GroupState.PreparingRebalance:
                return Task.FromResult(SyncResult.Failed(ErrorCode.RebalanceInProgress));
            case GroupState.Stable:
                return Task.FromResult(Synced(member));
        }

        member.Syncing ??= new TaskCompletionSource<SyncResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var synced = member.Syncing.Task;
        if (member.Id == _leaderId)
        {
            Assign(assignments);
        }

        return synced;
    }

    private void Assign(IReadOnlyDictionary<string, byte[]> assignments)
    {
        State = GroupState.Stable;
        foreach (var member in _members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id, []);
            member.Syncing?.TrySetResult(Synced(member));
            member.Syncing = null;
            Touch(member);
        }
    }

    private SyncResult Synced(GroupMember member) => new(ErrorCode.None, ProtocolType, Protocol, member.Assignment);

    private void Remove(GroupMember member, string reason)
    {
        _members.Remove(member.Id);
        member.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.UnknownMemberId, member.Id));
        member.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.UnknownMemberId));
        Log.MemberGone(_logger, Id, member.Id, reason);
        if (_members.Count == 0 && _pendingIds.Count == 0)
        {
            (State, Protocol, _leaderId) = (GroupState.Empty, null, null);
            Generation++;
        }
        else
        {
            PrepareRebalance();
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            var now = Now;
            foreach (var id in _pendingIds.Where(pending => pending.Value <= now).Select(pending => pending.Key).ToList())
            {
                _pendingIds.Remove(id);
            }

            foreach (var silent in _members.Values.Where(member => member.Joining is null && member.Deadline <= now).ToList())
            {
                Remove(silent, "its session timed out");
            }

            CompleteJoinIfAllAreHere();
            Arm();
        }
    }

    /// <summary>Sets the timer to the next deadline. Heartbeats only move deadlines away, so they need not touch it.</summary>
    private void Arm()
    {
        var next = _pendingIds.Values.Concat(_members.Values.Where(member => member.Joining is null).Select(member => member.Deadline));
        if (State == GroupState.PreparingRebalance)
        {
            next = next.Append(Now < _gatherUntil ? _gatherUntil : _joinDeadline);
        }

        var earliest = next.DefaultIfEmpty(TimeSpan.MaxValue).Min();
        _timer.Change(
            earliest == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(1, (earliest - Now).TotalMilliseconds + 1)),
            Timeout.InfiniteTimeSpan);
    }
}
