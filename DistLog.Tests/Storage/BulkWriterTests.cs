namespace DistLog.Tests.Storage;

public sealed class BulkWriterTests
{
    private readonly StorageFixture _fixture = new();

    [Fact]
    public async Task Documents_are_sent_verbatim_behind_their_ids()
    {
        await _fixture.WriteAsync(2);
        var (path, body) = Assert.Single(_fixture.Store.Requests);
        Assert.StartsWith("/logs-distlog-default/_bulk?", path);
        Assert.Equal("{\"create\":{\"_id\":\"id0\"}}\n{\"n\":0}\n{\"create\":{\"_id\":\"id1\"}}\n{\"n\":1}\n", body);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task An_answer_that_says_nothing_about_the_request_is_tried_again(int status)
    {
        _fixture.Store.Answer(status);
        _fixture.Store.Answer(status, "not JSON");
        await _fixture.WriteAsync(3);
        Assert.Equal(3, _fixture.Store.Requests.Count);
        Assert.All(_fixture.Store.Requests, request => Assert.Equal([0, 1, 2], StorageFixture.Numbers(request.Body)));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_tried_again()
    {
        _fixture.Store.Fail(new HttpRequestException("connection refused"));
        _fixture.Store.Fail(new IOException("reset"));
        _fixture.Store.Fail(new TaskCanceledException("timeout"));
        await _fixture.WriteAsync(1);
        Assert.Equal(4, _fixture.Store.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"took":1}""")]
    [InlineData("""{"took":1,"errors":false,"items":[{"create":{"status":201""")]
    [InlineData("""{"took":1,"errors":true,"items":[{"create":{"status":201}}]}""")]
    [InlineData("""{"took":1,"errors":true,"items":[{"create":{"status":201}},{"create":{"sta""")]
    [InlineData("""{"took":1,"errors":true,"items":[[],[]]}""")]
    public async Task Half_an_answer_is_none(string body)
    {
        _fixture.Store.Answer(200, body);
        await _fixture.WriteAsync(2);
        Assert.Equal(2, _fixture.Store.Requests.Count);
        Assert.Equal([0, 1], StorageFixture.Numbers(_fixture.Store.Requests[1].Body));
    }

    [Fact]
    public async Task What_is_there_already_is_done()
    {
        _fixture.Store.Answer(200, ScriptedStore.Items(201, 409, 409));
        await _fixture.WriteAsync(3);
        Assert.Single(_fixture.Store.Requests);
        Assert.Empty(_fixture.Sink.Letters);
    }

    [Fact]
    public async Task Each_item_gets_what_its_own_outcome_asks_for()
    {
        _fixture.Store.Answer(200, ScriptedStore.Items(201, 429, 400, 409, 503, 403));
        _fixture.Store.Answer(200, ScriptedStore.Items(201, 429, 201));
        await _fixture.WriteAsync(6);
        Assert.Equal([[0, 1, 2, 3, 4, 5], [1, 4, 5], [4]], _fixture.Store.Requests.Select(request => StorageFixture.Numbers(request.Body)));
        Assert.Equal(("logs-2-102", "{\"n\":2}", "t400: because (deep)"), Assert.Single(_fixture.Sink.Letters));
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_sent_in_halves()
    {
        for (var i = 0; i < 7; i++)
        {
            _fixture.Store.Answer(body => StorageFixture.Numbers(body).Length > 2 ? (413, "") : (200, ScriptedStore.Taken(StorageFixture.Numbers(body).Length)));
        }

        await _fixture.WriteAsync(8);
        Assert.Equal(Enumerable.Range(0, 8), Stored());
        Assert.Empty(_fixture.Sink.Letters);
    }

    [Fact]
    public async Task A_document_that_is_too_large_by_itself_is_a_dead_letter()
    {
        _fixture.Store.Answer(413, "too large");
        await _fixture.WriteAsync(1);
        Assert.Contains("413", Assert.Single(_fixture.Sink.Letters).Reason);
    }

    [Fact]
    public async Task One_bad_document_in_a_refused_request_is_found_and_the_rest_stored()
    {
        for (var i = 0; i < 40; i++)
        {
            _fixture.Store.Answer(body => StorageFixture.Numbers(body).Contains(37)
                ? (400, "malformed action")
                : (200, ScriptedStore.Taken(StorageFixture.Numbers(body).Length)));
        }

        await _fixture.WriteAsync(100);
        Assert.Equal("{\"n\":37}", Assert.Single(_fixture.Sink.Letters).Document);
        Assert.InRange(_fixture.Store.Requests.Count, 2, 20);
    }

    [Fact]
    public async Task It_never_gives_up_but_stops_when_told_to()
    {
        using var abort = new CancellationTokenSource();
        _fixture.Store.OnRequest = _ =>
        {
            if (_fixture.Store.Requests.Count == 50)
            {
                abort.Cancel();
            }

            return Task.CompletedTask;
        };
        for (var i = 0; i < 1000; i++)
        {
            _fixture.Store.Answer(503);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fixture.Writer.WriteAsync(StorageFixture.Request(1), abort.Token));
    }

    // What the last request that got a 200 for it had; here: what was not answered by 413.
    private IEnumerable<int> Stored() => _fixture.Store.Requests
        .Select(request => StorageFixture.Numbers(request.Body))
        .Where(numbers => numbers.Length <= 2)
        .SelectMany(numbers => numbers)
        .Order();
}
