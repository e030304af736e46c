using System.Collections.Concurrent;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Matching;

/// <summary>Documents of some ids, through each segment's index of ids; only in memory are the ids themselves gone through.</summary>
internal sealed class IdMatcher : Matcher
{
    private readonly Utf8Map<byte[]> _ids = new();
    private readonly ConcurrentDictionary<Segment, ILookup<int, (int Row, byte[] Id)>> _found = new(ReferenceEqualityComparer.Instance);

    public IdMatcher(IEnumerable<byte[]> ids)
    {
        foreach (var id in ids)
        {
            _ids.Set(id, id);
        }
    }

    public override int Cost => 0;

    public override bool MayMatch(Block block) => block is not DiskBlock { Segment.Ids: not null } disk || Candidates(disk).Any();

    public override Bits Match(Block block) => block is DiskBlock { Segment.Ids: not null } disk ? Verify(disk) : Scan(block);

    /// <summary>Rows of the block that have the hash of an id, with that id.</summary>
    private IEnumerable<(int Row, byte[] Id)> Candidates(DiskBlock block) => _found.GetOrAdd(block.Segment, FindIn)[block.Number];

    private ILookup<int, (int Row, byte[] Id)> FindIn(Segment segment)
    {
        var addresses = new List<(int Address, byte[] Id)>();
        foreach (var id in _ids.Values)
        {
            var hash = Hash.Of(id);
            for (var cursor = -1; segment.Ids!.Next(hash, ref cursor, out var address);)
            {
                addresses.Add((address, id));
            }
        }

        return addresses.ToLookup(found => found.Address >> BlockLimits.RowBits, found => (found.Address & (BlockLimits.Rows - 1), found.Id));
    }

    private Bits Verify(DiskBlock block)
    {
        var rows = new Bits(block.Rows);
        foreach (var (row, id) in Candidates(block))
        {
            if (block.HasId(row, id))
            {
                rows.Set(row);
            }
        }

        return rows;
    }

    private Bits Scan(Block block)
    {
        var (rows, found) = (new Bits(block.Rows), block.Ids.Raw);
        for (var row = 0; row < block.Rows; row++)
        {
            if (_ids.TryGet(found[row], out _))
            {
                rows.Set(row);
            }
        }

        return rows;
    }
}
