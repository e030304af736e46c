using DistLog.Contracts;

namespace DistLog.Tests.Contracts;

public sealed class EventIdentityTests
{
    [Theory]
    [InlineData("0192f0c1-7bd8-7c4e-9a35-3a3f6f1f9f10")]
    [InlineData("0192f0c17bd87c4e9a353a3f6f1f9f10")]
    [InlineData("payments-1_77")]
    public void An_id_that_is_unique_by_itself_is_the_document_id(string logId) =>
        Assert.Equal(logId, EventIdentity.DocumentId("payments-1", logId));

    [Fact]
    public void Counters_of_two_nodes_do_not_collide() =>
        Assert.NotEqual(EventIdentity.DocumentId("a", "1"), EventIdentity.DocumentId("b", "1"));

    [Fact]
    public void An_id_longer_than_the_store_takes_is_hashed_to_the_same_value_again()
    {
        var logId = new string('x', 600);
        var id = EventIdentity.DocumentId("node", logId);
        Assert.Equal(32, id.Length);
        Assert.Equal(id, EventIdentity.DocumentId("node", logId));
        Assert.NotEqual(id, EventIdentity.DocumentId("other", logId));
    }

    [Fact]
    public void The_same_content_derives_the_same_id()
    {
        Assert.Equal(EventIdentity.Derived("{}"u8), EventIdentity.Derived("{}"u8));
        Assert.NotEqual(EventIdentity.Derived("{}"u8), EventIdentity.Derived("{ }"u8));
    }
}
