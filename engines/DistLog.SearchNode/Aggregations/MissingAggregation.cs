using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>missing</c>: one bucket, of the documents without a value.</summary>
internal sealed class MissingAggregation(ValueSource source) : Aggregation
{
    public override string TypedName => "missing";

    public override IEnumerable<ValueSource> Sources => [source];

    public static MissingAggregation Parse(string name, JsonElement body)
    {
        var source = new ValueSource();
        foreach (var property in body.EnumerateObject())
        {
            source.TakeOrRefuse("missing", property);
        }

        return new MissingAggregation(source.Checked("missing", numeric: false)) { Name = name };
    }

    public override Collector NewCollector(AggregationScope scope) => new SingleBucketCollector(TypedName, new Bucket(Children, scope), Without);

    private Bits Without(BlockContext block)
    {
        // What stands for a missing value makes it not missing.
        if (source.Missing is not null)
        {
            return new Bits(block.Block.Rows);
        }

        if (block.Index.Field(source.Field)?.Field.ConstantValue is not null)
        {
            return new Bits(block.Block.Rows);
        }

        return block.Column(source.Field)?.PresentRows().Not() ?? Bits.All(block.Block.Rows);
    }
}
