namespace DistLog.Tests.SearchNode;

public sealed class CatTests(CatTests.Filled filled) : IClassFixture<CatTests.Filled>
{
    private readonly TestNode _node = filled.Node;

    [Theory]
    [InlineData("/_cat/indices?h=index,docs.count", "a-second  2\none      12\n")]
    [InlineData("/_cat/indices?h=docs.count,index&v", "docs.count index\n         2 a-second\n        12 one\n")]
    [InlineData("/_cat/indices?h=i,dc&s=dc:desc", "one      12\na-second  2\n")]
    [InlineData("/_cat/indices?h=i,dc&s=docs.count", "a-second  2\none      12\n")]
    [InlineData("/_cat/indices?h=i,nosuch&health=yellow", "a-second\n")]
    [InlineData("/_cat/indices?h=health,h,status&format=json&health=green", """[{"health":"green","h":"green","status":"open"}]""")]
    [InlineData("/_cat/indices/one?h=docs.*&v", "docs.count docs.deleted\n        12            0\n")]
    [InlineData("/_cat/indices/one?h=health,i&format=yaml", "---\n- health: \"green\"\n  i: \"one\"\n")]
    [InlineData("/_cat/shards?h=index,shard,prirep,state&s=index,prirep", "a-second 0 p STARTED\na-second 0 r UNASSIGNED\none      0 p STARTED\n")]
    [InlineData("/_cat/count?h=count", "14\n")]
    [InlineData("/_cat/health?ts=false&h=status,shards,unassign,active_shards_percent", "yellow 2 1 66.7%\n")]
    [InlineData("/_cat/master?h=node", "distlog-searchnode\n")]
    [InlineData("/_cat/repositories?help", "id   | id,repoId | unique repository id\ntype | t,type    | repository type\n")]
    public async Task A_table_shows_what_is_asked_for(string path, string text) =>
        Assert.Equal(text, await _node.Client.GetStringAsync(new Uri(path, UriKind.Relative)));

    [Theory]
    [InlineData("/_cat/indices?s=nosuch")]
    [InlineData("/_cat/indices?health=blue")]
    [InlineData("/_cat/indices?bytes=stones")]
    [InlineData("/_cat/indices?format=cbor")]
    public async Task What_it_can_not_show_is_refused(string path) =>
        Assert.Equal(400, (await _node.SendAsync("GET", path)).Status);

    [Fact]
    public async Task Sizes_come_in_the_unit_that_is_asked_for()
    {
        await _node.DoAsync("POST", "/one/_flush");
        var bytes = int.Parse(await _node.Client.GetStringAsync(new Uri("/_cat/indices/one?h=store.size&bytes=b", UriKind.Relative)), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 1, 100_000);
        Assert.Equal($"{bytes >> 10}\n", await _node.Client.GetStringAsync(new Uri("/_cat/indices/one?h=store.size&bytes=kb", UriKind.Relative)));
    }

    /// <summary>Twelve documents in one index, two in another.</summary>
    public sealed class Filled : SharedNode
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Node.DoAsync("PUT", "/one", """{"settings":{"number_of_replicas":0}}""");
            await Node.FillAsync("one", [.. Enumerable.Range(0, 12).Select(i => $$"""{"n":{{i}}}""")]);
            await Node.FillAsync("a-second", """{"n":1}""", """{"n":2}""");
        }
    }
}
