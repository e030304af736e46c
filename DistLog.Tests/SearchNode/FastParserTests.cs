using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.Tests.SearchNode;

/// <summary>The short way through a document gives what the JSON reader gives, values and errors alike.</summary>
public sealed class FastParserTests
{
    private static readonly IndexMapping Mapping = MappingCompiler.Compile((JsonObject)JsonNode.Parse(
        """
        {"dynamic":false,"properties":{
            "id":{"type":"keyword"},"level":{"type":"keyword","ignore_above":5,"null_value":"NONE"},"at":{"type":"date"},"n":{"type":"long"},
            "d":{"type":"double","ignore_malformed":true},"ok":{"type":"boolean"},"message":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":8}}},
            "error":{"properties":{"code":{"type":"keyword"},"deep":{"properties":{"x":{"type":"integer"}}}}},
            "ip":{"type":"ip"},"attributes":{"type":"flattened","ignore_above":6,"depth_limit":2},"nest":{"type":"nested","properties":{"x":{"type":"long"}}},"off":{"type":"object","enabled":false},
            "low":{"type":"keyword","normalizer":"lowercase","copy_to":"id"},"a.b":{"type":"keyword"},"same":{"type":"constant_keyword","value":"v"},
            "mute":{"type":"keyword","index":false,"doc_values":false}}}
        """)!, MappingSettings.Default);

    private static readonly string[] Samples =
    [
        """{"id":"5f2c","level":"INFO","at":"2026-09-21T14:13:20.086400Z","n":12,"d":1.5e3,"ok":true,"message":"hello \"world\"\n","ip":"10.0.0.1"}""",
        """{"level":null,"id":["a","b",["c",null]],"error":{"code":"E1","deep":{"x":-7}},"n":-0,"message":"tab\tand\/slash \u00e4"}""",
        """ { "id" : "x" , "attributes" : { "k" : "v" , "n" : 12 , "in" : { "a" : [ true , null , "longer than six" ] } } , "off" : { "q" : [1,{}] } } """,
        """{"unknown":{"a":[1,2,{"b":"c"}]},"low":"ÄBC","same":"v","mute":"m","d":"no number","level":"too long for it","_x":1}""",
        """{"id":"1","id":"2"}""",
        """{"error":[{"code":"a"},{"code":"b"}],"a.b":"dotted","b":"other","error.code":"c"}""",
        """{"nest":{"x":1},"off":7,"attributes":{"a.b.c":{"d":1}},"d":""}""",
        """{"n":"12","ok":"true","at":1700000000000,"d":3,"id":5,"message":false}""",
        """{}""",
    ];

    [Fact]
    public void Samples_cut_and_changed_at_every_byte_parse_alike()
    {
        // One parser for all, so that what it expects next comes from other documents.
        var parser = new DocumentParser();
        foreach (var document in Samples.Select(Encoding.UTF8.GetBytes))
        {
            AssertSame(parser, document);
            AssertSame(parser, document);
            for (var at = 0; at < document.Length; at++)
            {
                AssertSame(parser, document[..at]);
                foreach (var value in "\"\\{}[],: 0-e.n\u007fu\0"u8)
                {
                    var changed = (byte[])document.Clone();
                    changed[at] = value;
                    AssertSame(parser, changed);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_mixtures_parse_alike(int seed)
    {
        var (random, parser) = (new Random(seed), new DocumentParser());
        for (var round = 0; round < 20_000; round++)
        {
            var (one, other) = (Samples[random.Next(Samples.Length)], Samples[random.Next(Samples.Length)]);
            var (cut, from) = (random.Next(one.Length), random.Next(other.Length));
            AssertSame(parser, Encoding.UTF8.GetBytes(one[..cut] + (random.Next(4) == 0 ? "," : "") + other[from..]));
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(70)]
    public void Depth_has_the_same_bound(int depth)
    {
        var parser = new DocumentParser();
        AssertSame(parser, Encoding.UTF8.GetBytes("{\"id\":" + new string('[', depth) + "1" + new string(']', depth) + "}"));
        AssertSame(parser, Encoding.UTF8.GetBytes("{\"x\":" + new string('[', depth) + "1" + new string(']', depth) + "}"));
        AssertSame(parser, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"attributes\":", depth)) + "1" + new string('}', depth)));
    }

    [Fact]
    public void A_name_with_a_dot_is_not_taken_for_its_last_part()
    {
        var parser = new DocumentParser();
        for (var round = 0; round < 3; round++)
        {
            parser.Parse("""{"id":"1","a.b":"2"}"""u8, Mapping);
            Assert.Equal(["id", "a.b"], parser.Values.ToArray().Select(value => value.Field.Path));
            parser.Parse("""{"id":"1","b":"2"}"""u8, Mapping);
            Assert.Equal(["id"], parser.Values.ToArray().Select(value => value.Field.Path));
        }
    }

    private static void AssertSame(DocumentParser parser, byte[] document)
    {
        if (!Utf8.IsValid(document))
        {
            return;
        }

        var byReader = Describe(parser, document, byReader: true);
        var fast = Describe(parser, document, byReader: false);
        Assert.True(byReader == fast, $"{Encoding.UTF8.GetString(document)}\nreader: {byReader}\nfast:   {fast}");
    }

    private static string Describe(DocumentParser parser, byte[] document, bool byReader)
    {
        try
        {
            if (byReader)
            {
                parser.ParseByReader(document, Mapping);
            }
            else
            {
                parser.Parse(document, Mapping);
            }
        }
        catch (ElasticsearchException refused)
        {
            return $"{refused.Status} {refused.Type} {refused.Message} {refused.Cause?.Type} {refused.Cause?.Message}";
        }

        var values = new StringBuilder();
        foreach (ref readonly var value in parser.Values)
        {
            var text = value.Field.Kind.HasStrings() ? Convert.ToHexString(parser.Text(value, document)) : "";
            values.Append(CultureInfo.InvariantCulture, $"{value.Field.Path} {value.Long} {value.Double} {text} {value.RawStart}+{(value.RawStart < 0 ? 0 : value.RawLength)};");
        }

        return values + string.Join(';', parser.Unheld.ToArray()) + string.Join(';', parser.NewFields);
    }
}
