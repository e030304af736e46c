using System.Text;
using System.Text.Json;
using DistLog.Storage.Bulk;

namespace DistLog.Tests.Storage;

public sealed class BulkRequestTests
{
    [Fact]
    public void Line_breaks_within_a_document_can_not_end_it()
    {
        using var request = new BulkRequest("logs", "i");
        request.Add("create"u8, "a"u8, "{\"x\":\n1}\n{\"delete\":{}}"u8, 0, 0);
        Assert.Equal("{\"create\":{\"_id\":\"a\"}}\n{\"x\": 1} {\"delete\":{}}\n", Body(request));
    }

    [Theory]
    [InlineData("a\"b\\c")]
    [InlineData("é\n\u0001")]
    public void Ids_are_escaped(string id)
    {
        using var request = new BulkRequest("logs", "i");
        request.Add("create"u8, Encoding.UTF8.GetBytes(id), "{}"u8, 0, 0);
        using var action = JsonDocument.Parse(Body(request).Split('\n')[0]);
        Assert.Equal(id, action.RootElement.GetProperty("create").GetProperty("_id").GetString());
    }

    [Fact]
    public void A_subset_has_its_items_and_their_origins()
    {
        using var request = StorageFixture.Request(5);
        using var subset = request.Subset([1, 3]);
        Assert.Equal([1, 3], StorageFixture.Numbers(Body(subset)));
        Assert.Equal("logs-2-103", subset.Origin(subset.Items[1]));
        Assert.Equal("{\"n\":3}", Encoding.UTF8.GetString(subset.Document(subset.Items[1])));
    }

    [Fact]
    public void It_grows_to_what_a_batch_holds()
    {
        using var request = new BulkRequest("logs", "i");
        var document = Encoding.UTF8.GetBytes($"{{\"x\":\"{new string('y', 100_000)}\"}}");
        for (var i = 0; i < 50; i++)
        {
            request.Add("create"u8, "a"u8, document, 0, i);
        }

        Assert.All(request.Items, item => Assert.True(request.Document(item).SequenceEqual(document)));
    }

    [Fact]
    public void A_deletion_is_a_line_without_a_document()
    {
        using var request = new BulkRequest("registry", "i");
        request.AddDelete("n"u8, 0, 0);
        Assert.Equal("{\"delete\":{\"_id\":\"n\"}}\n", Body(request));
        Assert.True(request.Document(request.Items[0]).IsEmpty);
    }

    private static string Body(BulkRequest request) => Encoding.UTF8.GetString(request.Body(0, request.Items.Count).Span);
}
