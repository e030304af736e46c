namespace DistLog.SearchNode.Storage.Segments;

/// <summary>What the fields of an index take on the disk.</summary>
internal sealed class SpaceByField
{
    /// <summary>The field that stands for what rebuilds documents beside the columns.</summary>
    public const string Source = "_source";

    private readonly SortedDictionary<string, Space> _fields = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, Space>> Fields => _fields;

    public Space Total => _fields.Values.Aggregate(default(Space), (sum, space) => sum + space);

    /// <summary>Adds what a segment takes: its columns, and what finds values in them: filters, templates, the index of ids.</summary>
    public void Add(Segment segment)
    {
        foreach (var block in segment.Blocks)
        {
            var entry = ((DiskBlock)block.Block).Entry;
            Add(Source, new Space(entry.Source.Length, 0, 0));
            foreach (var column in entry.Columns)
            {
                Add(column.Path, new Space(0, column.Values.Length, column.Filter.Length));
            }
        }

        foreach (var (path, length) in segment.TemplateSizes)
        {
            Add(path, new Space(0, 0, length));
        }

        Add(Mapping.SystemFields.Id.Path, new Space(0, 0, segment.IdFileSize));
    }

    private void Add(string path, in Space space) => _fields[path] = _fields.GetValueOrDefault(path) + space;
}

/// <summary>Bytes on the disk.</summary>
/// <param name="Stored">Of what is only read back.</param>
/// <param name="Values">Of values in columns.</param>
/// <param name="Index">Of what finds values.</param>
internal readonly record struct Space(long Stored, long Values, long Index)
{
    public long Total => Stored + Values + Index;

    public static Space operator +(Space a, Space b) => new(a.Stored + b.Stored, a.Values + b.Values, a.Index + b.Index);
}
