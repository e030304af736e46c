using System.Text.Json.Nodes;
using DistLog.SearchNode.Mapping;

namespace DistLog.Tests.SearchNode;

/// <summary>An index that is there must open, whatever a later version or a changed setting thinks of its mapping.</summary>
public sealed class MappingInUseTests
{
    [Theory]
    [InlineData("""{"dynamic":"runtime","boost":1}""")]
    [InlineData("""{"dynamic_templates":[{"old":{"mapping":{}}}]}""")]
    [InlineData("""{"properties":{"k":{"type":"keyword","boost":2}}}""")]
    [InlineData("""{"properties":{"t":{"type":"text","analyzer":"gone"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"alias","path":"missing"}}}""")]
    [InlineData("""{"_source":{"mode":"synthetic"}}""")]
    public void What_would_be_refused_today_still_opens(string mapping)
    {
        var json = (JsonObject)JsonNode.Parse(mapping)!;
        Assert.ThrowsAny<Exception>(() => MappingCompiler.Compile(json, MappingSettings.Default));
        Assert.Same(json, MappingCompiler.CompileInUse(json, MappingSettings.Default).Json);
    }

    [Fact]
    public async Task A_limit_below_what_the_index_has_only_keeps_more_fields_out()
    {
        await using var node = await TestNode.StartAsync();
        await node.DoAsync("PUT", "/a/_doc/1", """{"a":1,"b":2,"c":{"d":3}}""");
        await node.DoAsync("PUT", "/a/_settings", """{"index.mapping.total_fields.limit":2,"index.mapping.depth.limit":1}""");
        await node.RestartAsync();
        await node.DoAsync("PUT", "/a/_doc/2?refresh=true", """{"a":2}""");
        Assert.Equal(400, (await node.SendAsync("PUT", "/a/_doc/3", """{"e":1}""")).Status);
        Assert.Equal("1,2", await node.IdsAsync("a", """{"exists":{"field":"a"}}"""));
    }

    [Fact]
    public async Task Settings_that_make_no_sense_change_nothing()
    {
        await using var node = await TestNode.StartAsync();
        await node.DoAsync("PUT", "/a/_doc/1?refresh=true", """{"a":1}""");
        await node.DoAsync("POST", "/a/_close");
        Assert.Equal(400, (await node.SendAsync("PUT", "/a/_settings", """{"index.analysis.normalizer.n":"x"}""")).Status);
        await node.DoAsync("POST", "/a/_open");
        await node.RestartAsync();
        Assert.Equal("1", await node.IdsAsync("a", """{"term":{"a":1}}"""));
    }
}
