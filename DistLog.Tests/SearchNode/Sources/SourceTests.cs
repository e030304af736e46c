using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Segments;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.Tests.SearchNode.Sources;

/// <summary>Documents rebuilt from their columns are, byte by byte, what came in.</summary>
public sealed class SourceTests
{
    private const string Mapping = """
        {"dynamic":false,"properties":{
          "k":{"type":"keyword","ignore_above":20,"copy_to":"all"},"all":{"type":"text"},"t":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":10}}},
          "low":{"type":"keyword","normalizer":"lowercase"},"n":{"type":"long","null_value":7,"ignore_malformed":true},"i":{"type":"integer"},"d":{"type":"double"},"f":{"type":"float"},
          "s":{"type":"scaled_float","scaling_factor":100},"b":{"type":"boolean"},"at":{"type":"date"},"ns":{"type":"date_nanos"},"ip":{"type":"ip"},
          "c":{"type":"constant_keyword","value":"same"},"off":{"type":"object","enabled":false},"o":{"properties":{"x":{"type":"keyword"},"y":{"type":"long"}}},
          "flat":{"type":"flattened"},"bin":{"type":"binary"},"no":{"type":"keyword","index":false,"doc_values":false}}}
        """;

    [Theory]
    [InlineData("""{}""")]
    [InlineData(""" { "k" : "v" , "n" : 1 } """)]
    [InlineData("""{"t":"a \"quote\", a \\ and a\nline\ttab \u0001 end"}""")]
    [InlineData("""{"t":"gr\u00f6\u00dfe \ud83d\ude80","k":"\u00e4\n"}""")]
    [InlineData("""{"t":"\u0022x\u0022 \u003Ca\u003E \u00E4 \u002B"}""")]
    [InlineData("""{"t":"mixed \u00E4 and \u00e4 and \/ slash"}""")]
    [InlineData("""{"t":"größe 漢字 🚀"}""")]
    [InlineData("""{"t":"","k":"","low":"MiXed"}""")]
    [InlineData("""{"k":5,"t":true,"o":{"x":1.50}}""")]
    [InlineData("""{"n":-0,"i":"12"}""")]
    [InlineData("""{"n":12.9,"i":3.0}""")]
    [InlineData("""{"n":9223372036854775807,"i":-2147483648}""")]
    [InlineData("""{"n":"not a number"}""")]
    [InlineData("""{"n":null,"k":null,"o":null,"t":[]}""")]
    [InlineData("""{"d":1,"f":1.0}""")]
    [InlineData("""{"d":0.1,"f":0.1}""")]
    [InlineData("""{"d":-0.0,"f":1.500}""")]
    [InlineData("""{"d":1e300,"f":1E+2}""")]
    [InlineData("""{"d":0.30000000000000004,"f":3.14159265358979}""")]
    [InlineData("""{"d":"1.25","s":12.344}""")]
    [InlineData("""{"b":true}""")]
    [InlineData("""{"b":["true",false,""]}""")]
    [InlineData("""{"at":"2026-09-21T14:13:20.000000Z"}""")]
    [InlineData("""{"at":"2026-09-21T14:13:20.086412345+02:00"}""")]
    [InlineData("""{"at":"2026-09-21T14:13:20.0864-0000"}""")]
    [InlineData("""{"at":"1969-12-31T23:59:59.999999Z"}""")]
    [InlineData("""{"at":1790000000000}""")]
    [InlineData("""{"at":"1790000000000"}""")]
    [InlineData("""{"at":["2026-09-21","2026-09-21T14:13:20Z","2026-09-21T14:13:20.1Z"]}""")]
    [InlineData("""{"ns":"2026-09-21T14:13:20.123456789Z"}""")]
    [InlineData("""{"ip":["192.168.0.1","2001:db8::1","2001:DB8::1","::ffff:1.2.3.4"]}""")]
    [InlineData("""{"c":"same"}""")]
    [InlineData("""{"off":{"any":[1,{"thing":"x"}]},"unknown":{"deep":["y",2]},"also":"z"}""")]
    [InlineData("""{"o":[{"x":"a","y":1},{"y":2},{"x":["b","c"]}]}""")]
    [InlineData("""{"o.x":"dotted","o":{"y":3}}""")]
    [InlineData("""{"flat":{"a":"b","c":{"d":["e",5,true,null,"f\n"]}}}""")]
    [InlineData("""{"k":"longer than twenty characters","t":"longer than ten"}""")]
    [InlineData("""{"bin":"U29tZSBiaW5hcnk=","no":"not indexed"}""")]
    [InlineData("{\r\n\t\"k\" : [ \"a\" ,\r\n \"b\" ]\r\n}\r\n")]
    public void A_document_comes_back(string document) => AssertSame([document, """{"k":"another"}""", document]);

    [Fact]
    public void Documents_of_every_kind_come_back_from_one_block()
    {
        var random = new Random(11);
        AssertSame([.. Enumerable.Range(0, 3000).Select(_ => new SourceSamples(random).Document())]);
    }

    [Fact]
    public void Documents_with_all_kinds_of_structure_are_kept_as_they_are()
    {
        var documents = Enumerable.Range(0, 4000).Select(i => $$"""{"k":"v","ignored{{i}}":1}""").ToArray();
        AssertSame(documents);
    }

    [Fact]
    public void A_document_of_very_many_values_is_kept_as_it_is() =>
        AssertSame([$$"""{"n":[{{string.Join(',', Enumerable.Range(0, 10_000))}}]}""", """{"n":1}"""]);

    [Fact]
    public void What_columns_have_takes_no_place_beside_them()
    {
        var random = new Random(2);
        var block = Seal([.. Enumerable.Range(0, 2000).Select(i => $$"""{"k":"{{random.NextInt64():x16}}","t":"took {{random.Next(1000)}} ms \"quoted\"","n":{{i}},"d":{{i}}.5,"at":"{{DateTime.UnixEpoch.AddTicks(i * 864_000L):yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}""")]);
        Assert.InRange(block.Entry.Source.Length, 1, 400);
    }

    [Fact]
    public void Damage_in_what_rebuilds_documents_is_told_as_damage()
    {
        var random = new Random(4);
        var block = Seal([.. Enumerable.Range(0, 50).Select(_ => new SourceSamples(random).Document())]);
        var bytes = block.ReadChunk(block.Entry.Source).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DamagedDataException>(() => new ShapeTable(SourceShapes.Read(bytes.AsSpan(0, length), block.Rows, block.Entry.SourceBytes)));
        }

        for (var round = 0; round < 2000; round++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            ReadAll(block, damaged);
        }
    }

    [Fact]
    public void Times_come_back_in_every_style()
    {
        var random = new Random(7);
        var text = new byte[TimeText.Longest];
        for (var round = 0; round < 20_000; round++)
        {
            var zone = (ZoneForm)random.Next(5);
            var minutes = zone <= ZoneForm.Z ? 0 : zone == ZoneForm.Hours ? random.Next(24) * 60 : random.Next(24 * 60);
            var digits = random.Next(10);
            var isNegative = minutes > 0 && random.Next(2) == 0;
            var style = new TimeStyle(random.Next(2) == 0 ? (byte)'T' : (byte)' ', digits, zone, isNegative ? -minutes : minutes, isNegative);
            var nanos = random.NextInt64(-5_000_000_000_000_000_000, 7_000_000_000_000_000_000) / TimeText.UnitOf(digits) * TimeText.UnitOf(digits);
            var length = TimeText.Write(text, style, nanos);
            Assert.True(TimeText.TryRead(text.AsSpan(0, length), out var readStyle, out var read), Encoding.ASCII.GetString(text, 0, length));
            Assert.Equal((style, nanos), (readStyle, read));
            Assert.Equal(style, TimeStyle.Unpack(style.Pack()));
        }
    }

    private static void ReadAll(MemoryBlock block, byte[] damaged)
    {
        try
        {
            var fields = block.Entry.Columns.Select(column => new FieldMapping { Path = column.Path, Kind = FieldKind.Keyword, TypeName = "", Ordinal = 0 }).ToArray();
            var table = new ShapeTable(SourceShapes.Read(damaged, block.Rows, block.Entry.SourceBytes));
            var sources = new ShapedSources(table, number => number < fields.Length ? block.Column(fields[number])! : throw new DamagedDataException("no such column"));
            for (var row = 0; row < block.Rows; row++)
            {
                _ = sources[row];
            }
        }
        catch (DamagedDataException)
        {
            // As it should be.
        }
    }

    private static void AssertSame(string[] documents)
    {
        var sources = Seal(documents).Sources();
        for (var row = 0; row < documents.Length; row++)
        {
            Assert.Equal(documents[row], Encoding.UTF8.GetString(sources[row].Span));
        }
    }

    private static MemoryBlock Seal(string[] documents)
    {
        var mapping = MappingCompiler.Compile((JsonObject)JsonNode.Parse(Mapping)!, MappingSettings.Default);
        var (builder, parser) = (new BlockBuilder(), new DocumentParser());
        for (var i = 0; i < documents.Length; i++)
        {
            var document = Encoding.UTF8.GetBytes(documents[i]);
            parser.Parse(document, mapping);
            builder.Append(Encoding.UTF8.GetBytes($"id{i}"), i, 1, document, parser);
        }

        return builder.Seal(new TemplateSet(), new BlockCache(1 << 20));
    }
}
