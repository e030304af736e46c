using DistLog.SearchNode.Storage.Segments;

namespace DistLog.Tests.SearchNode.Speed;

public sealed class BlockCacheTests
{
    private const int Size = 10_000;

    private readonly BlockCache _cache = new(100 * Size);
    private int _made;

    [Fact]
    public void What_fits_in_is_made_once()
    {
        Read(0, 70);
        Read(0, 70);
        Assert.Equal(70, _made);
    }

    [Fact]
    public void More_than_fits_in_is_found_in_part_again_however_often_it_is_gone_through()
    {
        for (var round = 0; round < 5; round++)
        {
            Read(0, 200);
        }

        _made = 0;
        Read(0, 200);
        Assert.InRange(_made, 100, 160);
    }

    [Fact]
    public void A_new_working_set_moves_in()
    {
        Read(0, 100);
        for (var round = 0; round < 60; round++)
        {
            Read(1000, 1060);
        }

        _made = 0;
        Read(1000, 1060);
        Assert.InRange(_made, 0, 6);
    }

    [Fact]
    public void Small_things_stay_while_large_ones_go_by()
    {
        for (var part = 0; part < 20; part++)
        {
            Get(part, 100);
        }

        Read(1000, 1500);
        _made = 0;
        for (var part = 0; part < 20; part++)
        {
            Get(part, 100);
        }

        Assert.Equal(0, _made);
    }

    [Fact]
    public void What_is_cleared_is_made_again()
    {
        Read(0, 10);
        _cache.Clear();
        Read(0, 10);
        Assert.Equal(20, _made);
    }

    private void Read(int from, int to)
    {
        for (var part = from; part < to; part++)
        {
            Assert.Equal(part, Get(part, Size)[0]);
        }
    }

    private int[] Get(int part, int size) => _cache.GetOrAdd(
        null!,
        part,
        () =>
        {
            _made++;
            return new[] { part };
        },
        _ => size);
}
