namespace DistLog.Tests.SearchNode;

public sealed class DiskUsageTests
{
    [Fact]
    public async Task Each_field_has_what_it_takes_and_all_together_are_the_files_but_for_their_directories()
    {
        await using var node = await TestNode.StartAsync();
        await node.DoAsync("PUT", "/u", """{"mappings":{"properties":{"message":{"type":"text"},"n":{"type":"long"}}}}""");
        await node.FillAsync("u", [.. Enumerable.Range(0, 9000).Select(i => $$"""{"message":"event {{i * 7919L}} of many","n":{{7919L * i * i % 1009}}}""")]);
        var usage = (await node.DoAsync("POST", "/u/_disk_usage?run_expensive_tasks=true"))["u"]!;
        var fields = usage["fields"]!.AsObject();
        Assert.Subset(fields.Select(field => field.Key).ToHashSet(), new HashSet<string> { "_id", "_seq_no", "_source", "_version", "message", "n" });
        Assert.InRange(fields["n"]!["doc_values_in_bytes"]!.GetValue<long>(), 9000 * 10 / 8, (9000 * 10 / 8) + 100);
        Assert.True(fields["message"]!["inverted_index"]!["total_in_bytes"]!.GetValue<long>() > 0, "templates count as the index of messages");
        Assert.True(fields["_source"]!["stored_fields_in_bytes"]!.GetValue<long>() < 1000, "documents are rebuilt from columns");
        var total = usage["all_fields"]!["total_in_bytes"]!.GetValue<long>();
        Assert.Equal(total, fields.Sum(field => field.Value!["total_in_bytes"]!.GetValue<long>()));
        Assert.InRange(usage["store_size_in_bytes"]!.GetValue<long>() - total, 1, 1000);
    }

    [Fact]
    public async Task It_must_be_asked_for_expressly()
    {
        await using var node = await TestNode.StartAsync();
        await node.DoAsync("PUT", "/u");
        var (status, body) = await node.SendAsync("POST", "/u/_disk_usage");
        Assert.Equal(400, status);
        Assert.Contains("run_expensive_tasks", body["error"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(404, (await node.SendAsync("POST", "/none/_disk_usage?run_expensive_tasks=true")).Status);
    }
}
