using DistLog.Broker;
using DistLog.Broker.Groups;
using DistLog.Broker.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.Broker;

public sealed class ConsumerGroupTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly ConsumerGroup _group = new("g", new BrokerOptions { GroupInitialDelayMilliseconds = 0 }, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task A_new_member_is_given_its_id_before_it_joins()
    {
        var first = await _group.JoinAsync(Request("", mustKnowItsId: true));
        Assert.Equal(ErrorCode.MemberIdRequired, first.Error);
        var joined = await _group.JoinAsync(Request(first.MemberId, mustKnowItsId: true));
        Assert.Equal((ErrorCode.None, 1, first.MemberId), (joined.Error, joined.Generation, joined.Leader));
        Assert.Single(joined.Members);
    }

    [Fact]
    public async Task The_leader_assigns_and_every_member_gets_its_part()
    {
        var (leader, follower) = await TwoMembersAsync();
        var waiting = _group.SyncAsync(follower.MemberId, null, 2, "consumer", "range", new Dictionary<string, byte[]>());
        Assert.False(waiting.IsCompleted);
        var own = await _group.SyncAsync(leader.MemberId, null, 2, "consumer", "range", new Dictionary<string, byte[]>
        {
            [leader.MemberId] = [1],
            [follower.MemberId] = [2],
        });

        Assert.Equal([1], own.Assignment);
        Assert.Equal([2], (await waiting).Assignment);
        Assert.Equal(GroupState.Stable, _group.State);
        Assert.Equal(ErrorCode.None, _group.Heartbeat(follower.MemberId, null, 2));
    }

    [Fact]
    public async Task A_third_member_makes_the_others_rejoin()
    {
        var (leader, follower) = await TwoMembersAsync();
        var third = _group.JoinAsync(Request(""));
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.Heartbeat(leader.MemberId, null, 2));
        Assert.False(third.IsCompleted);
        var others = new[] { _group.JoinAsync(Request(leader.MemberId)), _group.JoinAsync(Request(follower.MemberId)) };

        Assert.Equal(3, (await third).Generation);
        Assert.Equal(3, (await others[0]).Members.Count);
        Assert.Empty((await others[1]).Members);
        Assert.Equal(leader.MemberId, (await third).Leader);
    }

    [Fact]
    public async Task Commits_and_heartbeats_of_an_old_generation_are_refused()
    {
        var (leader, _) = await TwoMembersAsync();
        Assert.Equal(ErrorCode.IllegalGeneration, _group.Heartbeat(leader.MemberId, null, 1));
        Assert.Equal(ErrorCode.IllegalGeneration, _group.CheckCommit(leader.MemberId, null, 1));
        Assert.Equal(ErrorCode.RebalanceInProgress, _group.CheckCommit(leader.MemberId, null, 2));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.CheckCommit("stranger", null, 2));
        Assert.Equal(ErrorCode.UnknownMemberId, _group.CheckCommit("", null, -1));
    }

    [Fact]
    public async Task A_silent_member_is_dropped_when_its_session_ends()
    {
        var alone = await _group.JoinAsync(Request("", session: TimeSpan.FromMilliseconds(50)));
        await Support.Wait.ForAsync("the group is empty", () => _group.State == GroupState.Empty);
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Heartbeat(alone.MemberId, null, alone.Generation));
        Assert.Equal(ErrorCode.None, _group.CheckCommit("", null, -1));
    }

    [Fact]
    public async Task A_member_that_leaves_starts_a_rebalance_and_the_last_empties_the_group()
    {
        var (leader, follower) = await TwoMembersAsync();
        Assert.Equal(ErrorCode.None, _group.Leave(follower.MemberId, null));
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        Assert.Equal(3, (await _group.JoinAsync(Request(leader.MemberId))).Generation);
        Assert.Equal(ErrorCode.None, _group.Leave(leader.MemberId, null));
        Assert.Equal(GroupState.Empty, _group.State);
        Assert.Equal(ErrorCode.UnknownMemberId, _group.Leave(leader.MemberId, null));
    }

    [Fact]
    public async Task A_static_member_comes_back_without_a_rebalance_and_its_old_self_is_fenced()
    {
        var first = await _group.JoinAsync(Request("", instanceId: "i"));
        await _group.SyncAsync(first.MemberId, "i", 1, "consumer", "range", new Dictionary<string, byte[]> { [first.MemberId] = [7] });
        var again = await _group.JoinAsync(Request("", instanceId: "i"));

        Assert.Equal((ErrorCode.None, 1), (again.Error, again.Generation));
        Assert.NotEqual(first.MemberId, again.MemberId);
        Assert.Equal([7], (await _group.SyncAsync(again.MemberId, "i", 1, "consumer", "range", new Dictionary<string, byte[]>())).Assignment);
        Assert.Equal(ErrorCode.FencedInstanceId, _group.Heartbeat(first.MemberId, "i", 1));
    }

    [Fact]
    public async Task A_member_without_a_common_protocol_is_refused()
    {
        await _group.JoinAsync(Request(""));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await _group.JoinAsync(Request("", protocol: "sticky"))).Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await _group.JoinAsync(Request("") with { ProtocolType = "connect" })).Error);
    }

    public void Dispose() => _group.Dispose();

    private static JoinRequest Request(
        string memberId, bool mustKnowItsId = false, string? instanceId = null, string protocol = "range", TimeSpan? session = null) =>
        new("g", session ?? Long, Long, memberId, instanceId, "consumer", [new MemberProtocol(protocol, [1, 2])], "client", "/127.0.0.1", mustKnowItsId);

    private async Task<(JoinResult Leader, JoinResult Follower)> TwoMembersAsync()
    {
        var first = await _group.JoinAsync(Request(""));
        var second = _group.JoinAsync(Request(""));
        var rejoined = await _group.JoinAsync(Request(first.MemberId));
        return (rejoined, await second);
    }
}
