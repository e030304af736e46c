using System.Text;
using System.Text.Unicode;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Http;
using DistLog.SearchNode.Http.Bulk;

namespace DistLog.Tests.SearchNode;

/// <summary>Action lines that are known by the line before them mean what a JSON reader makes of them.</summary>
public sealed class BulkFramingTests
{
    private const string Sample =
        "{\"create\":{\"_index\":\"logs\",\"_id\":\"a-1\"}}\n{\"a\":1}\n" +
        "{\"create\":{\"_index\":\"logs\",\"_id\":\"b-22\"}}\r\n{\"a\":2}\r\n" +
        "{\"create\":{\"_index\":\"logs\",\"_id\":\"c\"}}\n{}\n\n" +
        "{\"delete\":{\"_id\":\"d\",\"_index\":\"logs\"}}\n" +
        "{\"delete\":{\"_id\":\"ä\",\"_index\":\"logs\"}}\n" +
        "{\"index\":{\"_id\":\"q\\\"x\",\"if_seq_no\":1,\"if_primary_term\":1}}\n{\"a\":3}\n" +
        "{\"index\":{\"_id\":\"r\",\"if_seq_no\":1,\"if_primary_term\":1}}\n{\"a\":4}\n" +
        "{\"index\":{}}\n{\"a\":5}\n{\"index\":{}}\n{\"a\":6}\n";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Sample);

    [Fact]
    public void Operations_are_found_with_their_ids_and_documents()
    {
        Assert.Equal(
            "Create logs a-1 {\"a\":1}|Create logs b-22 {\"a\":2}|Create logs c {}|Delete logs d |Delete logs ä |" +
            "Index default q\"x {\"a\":3} if 1|Index default r {\"a\":4} if 1|Index default - {\"a\":5}|Index default - {\"a\":6}",
            Frame(Bytes, useTemplate: true));
    }

    [Fact]
    public void A_flipped_byte_means_the_same_with_and_without_the_line_before()
    {
        for (var at = 0; at < Bytes.Length; at++)
        {
            foreach (var value in (byte[])[(byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'\n', 0, (byte)' ', (byte)'x', 0xC3])
            {
                var damaged = (byte[])Bytes.Clone();
                damaged[at] = value;
                AssertSame(damaged);
            }
        }
    }

    [Fact]
    public void A_cut_or_doubled_request_means_the_same_with_and_without_the_line_before()
    {
        for (var at = 0; at <= Bytes.Length; at++)
        {
            AssertSame(Bytes[..at]);
            AssertSame([.. Bytes[..at], (byte)'\n']);
            AssertSame([.. Bytes[at..], .. Bytes[..at]]);
        }
    }

    [Fact]
    public void A_broken_line_fails_the_request_before_anything_is_written()
    {
        var wrong = Assert.Throws<ElasticsearchException>(() => Operations(Encoding.UTF8.GetBytes("{\"index\":{\"_id\":\"1\"}}\n{}\n{\"index\":{\"_id\":\"2\"}\n{}\n"), true));
        Assert.StartsWith("Malformed action/metadata line [3]", wrong.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(byte[] body)
    {
        // The same precondition as in a request: only what is valid UTF-8 is compared with the line before.
        Assert.Equal(Frame(body, useTemplate: false), Frame(body, Utf8.IsValid(body)));
    }

    private static string Frame(byte[] body, bool useTemplate)
    {
        try
        {
            using var operations = Operations(body, useTemplate);
            return string.Join('|', operations.Span.ToArray().Select(operation => Describe(operations, operation)));
        }
        catch (ElasticsearchException refused)
        {
            return $"{refused.Status} {refused.Type} {refused.Message}";
        }
    }

    private static BulkOperations Operations(byte[] body, bool useTemplate)
    {
        var operations = new BulkOperations(body, new BodyBudget());
        BulkFraming.Run(operations, "default", useTemplate);
        return operations;
    }

    private static string Describe(BulkOperations operations, BulkOperation operation)
    {
        var id = operation.IdLength < 0 ? "-" : Encoding.UTF8.GetString(operations.IdOf(operation).Span);
        var condition = operation.Options is { } options ? " if " + options.Condition.SeqNo : "";
        return $"{operation.Kind} {operations.NameOf(operation)} {id} {Encoding.UTF8.GetString(operations.SourceOf(operation).Span)}{condition}";
    }
}
