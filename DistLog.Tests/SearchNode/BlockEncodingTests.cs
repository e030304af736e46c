using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.Tests.SearchNode;

/// <summary>What a block makes of its columns, and what that takes.</summary>
public sealed class BlockEncodingTests
{
    private const string Mapping = """
        {"properties":{"log_id":{"type":"keyword"},"level":{"type":"keyword"},"at":{"type":"date"},"stamp":{"type":"keyword"},"trace_id":{"type":"keyword"},
          "message":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":60}}},"took":{"type":"double"}}}
        """;

    [Fact]
    public void An_event_takes_little_more_than_what_is_random_in_it()
    {
        // 16 bytes of log_id and 1 of its filter, 24 bytes of trace_id in three of ten, 21 digits in the message.
        var random = new Random(1);
        var block = Seal([.. Enumerable.Range(0, 8192).Select(row => Event(row, random))]);
        var parts = block.Entry.Columns.ToDictionary(column => column.Path, column => (double)(column.Values.Length + column.Filter.Length) / block.Rows);
        parts["_source"] = (double)block.Entry.Source.Length / block.Rows;
        Assert.True(parts.Values.Sum() < 36, string.Join(", ", parts.Select(part => FormattableString.Invariant($"{part.Key} {part.Value:F2}"))));
    }

    [Fact]
    public void Each_column_takes_the_form_that_fits_it()
    {
        var random = new Random(2);
        var block = Seal([.. Enumerable.Range(0, 500).Select(row => Event(row, random))]);
        var forms = block.Entry.Columns.ToDictionary(column => column.Path, column => column.Form);
        Assert.Equal(ColumnForm.SameAs, forms["_id"]);
        Assert.Equal(ColumnForm.Hex, forms["log_id"]);
        Assert.Equal(ColumnForm.Dictionary, forms["level"]);
        Assert.Equal(ColumnForm.Longs, forms["at"]);
        Assert.Equal(ColumnForm.Times, forms["stamp"]);
        Assert.Equal(ColumnForm.Templates, forms["message"]);
        Assert.Equal(ColumnForm.SameAs, forms["message.keyword"]);
        Assert.Equal(ColumnForm.Doubles, forms["took"]);
    }

    [Fact]
    public void A_field_that_repeats_another_has_its_values_in_its_own_rows()
    {
        var random = new Random(3);
        var documents = Enumerable.Range(0, 300).Select(row => $$"""{"log_id":"{{row}}","message":"{{(row % 3 == 0 ? new string('x', 70) : "short")}} {{random.Next(10, 99)}}"}""").ToArray();
        var block = Seal(documents);
        var (message, keyword) = ((StringColumn)ColumnOf(block, "message"), (StringColumn)ColumnOf(block, "message.keyword"));
        for (var row = 0; row < block.Rows; row++)
        {
            Assert.Equal(row % 3 != 0, keyword.Has(row));
            Assert.Equal(row % 3 != 0 ? Encoding.UTF8.GetString(message[row]) : "", keyword.Has(row) ? Encoding.UTF8.GetString(keyword[row]) : "");
        }
    }

    [Fact]
    public void An_id_is_compared_without_reading_the_others()
    {
        var random = new Random(4);
        var documents = Enumerable.Range(0, 200).Select(row => Event(row, random)).ToArray();
        var block = Seal(documents);
        for (var row = 0; row < block.Rows; row++)
        {
            var id = JsonNode.Parse(documents[row])!["log_id"]!.GetValue<string>();
            Assert.True(block.HasId(row, Encoding.UTF8.GetBytes(id)));
            Assert.False(block.HasId((row + 1) % block.Rows, Encoding.UTF8.GetBytes(id)));
            Assert.False(block.HasId(row, Encoding.UTF8.GetBytes(id.ToUpperInvariant())));
            Assert.False(block.HasId(row, "other"u8));
        }
    }

    [Fact]
    public void A_damaged_directory_is_told_as_damage()
    {
        var block = Seal([.. Enumerable.Range(0, 50).Select(row => Event(row, new Random(row)))]);
        var target = new ByteBuffer();
        new SegmentDirectory([new BlockPlace(0, block.Entry), new BlockPlace(0, block.Entry)], new Dictionary<string, Chunk> { ["message"] = new(5, 6, 0) }).WriteTo(target);
        var bytes = target.ToArray();
        var read = Read(bytes)!;
        Assert.Equal(block.Entry.Columns, read.Blocks[1].Entry.Columns);
        Assert.Equal(8 + block.Entry.Length, read.Blocks[1].Start);
        Assert.Equal(new Chunk(5, 6, 8 + (2 * block.Entry.Length)), read.Templates["message"]);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(Read(bytes.AsSpan(0, length)));
        }

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            _ = Read(damaged);
        }
    }

    [Fact]
    public void A_damaged_dictionary_of_templates_is_told_as_damage()
    {
        var dictionary = new TemplateDictionary();
        for (var i = 0; i < 100; i++)
        {
            dictionary.FindOrAdd(Encoding.UTF8.GetBytes($"template {(char)('a' + (i % 26))}{new string('b', i)} took 000 ms"));
        }

        var target = new ByteBuffer();
        dictionary.WriteTo(target);
        var bytes = target.ToArray();
        var read = TemplateDictionary.Read(bytes);
        Assert.Equal(dictionary.Count, read.Count);
        Assert.All(Enumerable.Range(1, 100), number => Assert.Equal(dictionary.TextOf(number), read.TextOf(number)));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DamagedDataException>(() => TemplateDictionary.Read(bytes.AsSpan(0, length)));
        }
    }

    private static SegmentDirectory? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var source = new ByteReader(bytes);
            return SegmentDirectory.Read(ref source, 8);
        }
        catch (DamagedDataException)
        {
            return null;
        }
    }

    private static Column ColumnOf(MemoryBlock block, string path) =>
        block.Column(new FieldMapping { Path = path, Kind = FieldKind.Keyword, TypeName = "keyword", Ordinal = 0 })!;

    private static string Event(int row, Random random)
    {
        var time = DateTime.UnixEpoch.AddTicks(17_900_000_000_000_000 + (row * 864_000L)).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var message = $"{(char)('A' + (row % 20))} request {random.NextInt64(1_000_000_000, 10_000_000_000)} of {random.Next(100_000, 1_000_000)} took {random.Next(10_000, 100_000)} ms";
        var trace = row % 10 < 3 ? $",\"trace_id\":\"{random.NextInt64():x16}{random.NextInt64():x16}\"" : "";
        var id = $"{random.Next():x8}-{random.Next(65_536):x4}-4{random.Next(4096):x3}-8{random.Next(4096):x3}-{random.NextInt64(1L << 48):x12}";
        return $$"""{"log_id":"{{id}}","level":"{{(row % 7 == 0 ? "ERROR" : "INFO")}}","at":"{{time}}","stamp":"{{time}}","message":"{{message}}","took":{{row % 100}}.5{{trace}}}""";
    }

    private static MemoryBlock Seal(string[] documents)
    {
        var mapping = MappingCompiler.Compile((JsonObject)JsonNode.Parse(Mapping)!, MappingSettings.Default);
        var (builder, parser) = (new BlockBuilder(), new DocumentParser());
        for (var i = 0; i < documents.Length; i++)
        {
            var document = Encoding.UTF8.GetBytes(documents[i]);
            parser.Parse(document, mapping);
            builder.Append(Encoding.UTF8.GetBytes(JsonNode.Parse(documents[i])!["log_id"]!.GetValue<string>()), i, 1, document, parser);
        }

        return builder.Seal(new TemplateSet(), new BlockCache(1 << 20));
    }
}
