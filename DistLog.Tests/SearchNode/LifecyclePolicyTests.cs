namespace DistLog.Tests.SearchNode;

public sealed class LifecyclePolicyTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private readonly TestNode _node = shared.Node;

    [Theory]
    [InlineData("""{"lukewarm":{}}""")]
    [InlineData("""{"hot":{"actions":{"rollover":{}}}}""")]
    [InlineData("""{"hot":{"actions":{"rollover":{"min_docs":1}}}}""")]
    [InlineData("""{"hot":{"actions":{"delete":{}}}}""")]
    [InlineData("""{"warm":{"actions":{"rollover":{"max_docs":1}}}}""")]
    [InlineData("""{"cold":{"actions":{"searchable_snapshot":{"snapshot_repository":"r"}}}}""")]
    [InlineData("""{"delete":{"min_age":"soon","actions":{"delete":{}}}}""")]
    public async Task A_policy_that_can_not_be_carried_out_is_refused(string phases) =>
        Assert.Equal(400, (await _node.SendAsync("PUT", "/_ilm/policy/p", """{"policy":{"phases":#}}""".Replace("#", phases, StringComparison.Ordinal))).Status);

    [Fact]
    public async Task A_policy_is_shown_with_what_was_not_said_and_with_who_uses_it()
    {
        await _node.DoAsync("PUT", "/_ilm/policy/shown", """{"policy":{"phases":{"hot":{"actions":{"rollover":{"max_docs":5}}},"delete":{"min_age":"1d","actions":{"delete":{}}}}}}""");
        await _node.DoAsync("PUT", "/managed", """{"settings":{"index.lifecycle.name":"shown","index.lifecycle.rollover_alias":"x"}}""");
        var policy = (await _node.DoAsync("GET", "/_ilm/policy/sh*"))["shown"]!;
        Assert.Equal("0ms", policy["policy"]!["phases"]!["hot"]!["min_age"]!.GetValue<string>());
        Assert.Equal("managed", policy["in_use_by"]!["indices"]![0]!.GetValue<string>());
        Assert.Equal(404, (await _node.SendAsync("GET", "/_ilm/policy/none")).Status);
    }
}
