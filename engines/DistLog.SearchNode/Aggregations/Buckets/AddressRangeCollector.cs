using System.Net;
using System.Net.Sockets;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Counts by ranges of addresses; addresses are 16 bytes, those of version 4 mapped into version 6.</summary>
internal sealed class AddressRangeCollector(RangeAggregation aggregation, AggregationScope scope) : Collector
{
    private const int AddressBits = 128;
    private const int MappedBits = 96;

    private readonly (string Name, byte[]? From, byte[]? To, Bucket Bucket)[] _ranges =
        [.. aggregation.Ranges.Select(spec => RangeOf(spec, new Bucket(aggregation.Children, scope))).OrderBy(range => range.From, new AddressOrder(lowIfNull: true)).ThenBy(range => range.To, new AddressOrder(lowIfNull: false))];

    private static (string Name, byte[]? From, byte[]? To, Bucket Bucket) RangeOf(RangeSpec spec, Bucket bucket)
    {
        var (from, to) = spec.Mask is { } mask
            ? Network(mask)
            : (spec.From is null ? null : Address(spec.From).MapToIPv6().GetAddressBytes(), spec.To is null ? null : Address(spec.To).MapToIPv6().GetAddressBytes());
        return (spec.Key ?? spec.Mask ?? $"{Text(from) ?? "*"}-{Text(to) ?? "*"}", from, to, bucket);
    }

    private static IPAddress Address(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw Refuse.IllegalArgument($"'{text}' is not an IP string literal.");

    private static string? Text(byte[]? address) => address is null ? null : BucketKeys.AddressText(address);

    /// <summary>The first address of a network, and the first one past it; null where there is none below or above.</summary>
    private static (byte[]? From, byte[]? To) Network(string mask)
    {
        var slash = mask.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(mask.AsSpan(slash + 1), out var bits))
        {
            throw Refuse.IllegalArgument($"Expected [ip/prefix] but was [{mask}]");
        }

        var address = Address(mask[..slash]);
        var prefix = bits + (address.AddressFamily == AddressFamily.InterNetwork ? MappedBits : 0);
        if (bits < 0 || prefix > AddressBits)
        {
            throw Refuse.IllegalArgument($"Illegal prefix length [{bits}] in [{mask}]. Must be 0-32 for IPv4 ranges, 0-128 for IPv6 ranges");
        }

        var from = address.MapToIPv6().GetAddressBytes();
        for (var bit = prefix; bit < AddressBits; bit++)
        {
            from[bit >> 3] &= (byte)~(0x80 >> (bit & 7));
        }

        return (from.AsSpan().ContainsAnyExcept((byte)0) ? from : null, Past(from, prefix));
    }

    /// <summary>The network's number plus one; null where that overflows.</summary>
    private static byte[]? Past(byte[] from, int prefix)
    {
        var past = (byte[])from.Clone();
        for (var bit = prefix - 1; bit >= 0; bit--)
        {
            past[bit >> 3] ^= (byte)(0x80 >> (bit & 7));
            if ((past[bit >> 3] & (0x80 >> (bit & 7))) != 0)
            {
                return past;
            }
        }

        return null;
    }

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index);
        if (field is not null && field.Kind != FieldKind.Ip)
        {
            throw ValueSource.WrongType(field, "ip_range");
        }

        var column = block.Column(aggregation.Source.Field) as StringColumn;
        var missing = aggregation.Source.Missing is { } text ? Address(text).MapToIPv6().GetAddressBytes() : null;
        foreach (var row in rows)
        {
            var (first, end) = (0, 0);
            column?.Values(row, out first, out end);
            foreach (var (_, from, to, bucket) in _ranges)
            {
                if (first == end ? missing is not null && IsIn(missing, from, to) : AnyIn(column!, first, end, from, to))
                {
                    bucket.Add(row);
                }
            }
        }

        foreach (var range in _ranges)
        {
            range.Bucket.Flush(block);
        }
    }

    private static bool AnyIn(StringColumn column, int first, int end, byte[]? from, byte[]? to)
    {
        for (var value = first; value < end; value++)
        {
            if (IsIn(column[value], from, to))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(ReadOnlySpan<byte> address, byte[]? from, byte[]? to) =>
        (from is null || address.SequenceCompareTo(from) >= 0) && (to is null || address.SequenceCompareTo(to) < 0);

    public override IAggregationResult Finish()
    {
        scope.Budget.Write(_ranges.Length);
        var buckets = _ranges.Select(range => range.Bucket.Finish(new AddressRangeKey(range.Name, Text(range.From), Text(range.To)))).ToList();
        return new BucketsResult("ip_range", buckets) { Keyed = aggregation.Keyed };
    }

    private sealed class AddressOrder(bool lowIfNull) : IComparer<byte[]?>
    {
        public int Compare(byte[]? x, byte[]? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => lowIfNull ? -1 : 1,
            (_, null) => lowIfNull ? 1 : -1,
            _ => x.AsSpan().SequenceCompareTo(y),
        };
    }
}
