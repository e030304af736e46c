namespace DistLog.SearchNode.Storage;

/// <summary>
/// Builders whose blocks are encoded, for the next blocks: their arrays, some 6 MiB, have the right sizes already, and needn't be
/// collected. The store's lock guards them.
/// </summary>
internal sealed class SpareBuilders
{
    /// <summary>One fills while another is being encoded.</summary>
    private const int Limit = 2;

    private readonly Stack<BlockBuilder> _spares = new();

    public BlockBuilder Take() => _spares.TryPop(out var spare) ? spare : new BlockBuilder();

    /// <summary>Takes back a builder that nobody reads any more.</summary>
    public void Return(BlockBuilder builder)
    {
        if (_spares.Count < Limit && builder.CanBeReused)
        {
            builder.Reset();
            _spares.Push(builder);
        }
    }

    public void Clear() => _spares.Clear();
}
