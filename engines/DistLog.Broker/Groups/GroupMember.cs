using DistLog.Broker.Protocol;

namespace DistLog.Broker.Groups;

/// <summary>An assignor that a member offers, with what it tells the leader.</summary>
internal sealed record MemberProtocol(string Name, byte[] Metadata);

/// <summary>A member as it asks to join.</summary>
internal sealed record JoinRequest(
    string GroupId,
    TimeSpan SessionTimeout,
    TimeSpan RebalanceTimeout,
    string MemberId,
    string? InstanceId,
    string ProtocolType,
    List<MemberProtocol> Protocols,
    string ClientId,
    string ClientHost,
    bool MustKnowItsId);

/// <summary>The answer to a join; only the leader gets the members.</summary>
internal sealed record JoinResult(
    ErrorCode Error, int Generation, string? ProtocolType, string? Protocol, string Leader, string MemberId,
    IReadOnlyList<GroupMember> Members, bool SkipAssignment = false)
{
    public static JoinResult Failed(ErrorCode error, string memberId) => new(error, -1, null, null, "", memberId, []);
}

/// <summary>The answer to a sync: the member's assignment.</summary>
internal sealed record SyncResult(ErrorCode Error, string? ProtocolType, string? Protocol, byte[] Assignment)
{
    public static SyncResult Failed(ErrorCode error) => new(error, null, null, []);
}

/// <summary>One member of a group; guarded by the group's lock.</summary>
internal sealed class GroupMember(string id, JoinRequest request)
{
    public string Id { get; } = id;

    public string? InstanceId { get; } = request.InstanceId;

    public string ClientId { get; } = request.ClientId;

    public string ClientHost { get; } = request.ClientHost;

    public TimeSpan SessionTimeout { get; private set; } = request.SessionTimeout;

    public TimeSpan RebalanceTimeout { get; private set; } = request.RebalanceTimeout;

    public IReadOnlyList<MemberProtocol> Protocols { get; private set; } = request.Protocols;

    public byte[] Assignment { get; set; } = [];

    /// <summary>The join that waits for the others.</summary>
    public TaskCompletionSource<JoinResult>? Joining { get; set; }

    /// <summary>The sync that waits for the leader's assignment.</summary>
    public TaskCompletionSource<SyncResult>? Syncing { get; set; }

    /// <summary>When the member is taken for dead unless it is heard of before; on the group's clock.</summary>
    public TimeSpan Deadline { get; set; }

    public byte[] MetadataFor(string? protocol) =>
        Protocols.FirstOrDefault(offered => offered.Name == protocol)?.Metadata ?? [];

    public void Update(JoinRequest request) =>
        (SessionTimeout, RebalanceTimeout, Protocols) = (request.SessionTimeout, request.RebalanceTimeout, request.Protocols);

    public bool Offers(List<MemberProtocol> protocols) =>
        Protocols.Count == protocols.Count
        && Protocols.Zip(protocols).All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));
}
