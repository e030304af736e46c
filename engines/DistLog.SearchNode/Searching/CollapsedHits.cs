namespace DistLog.SearchNode.Searching;

/// <summary>
/// Keeps the first hit of each of the first so many groups. A group that has been pushed out and comes back does so by a better hit, so
/// nothing needs to be remembered of it.
/// </summary>
internal sealed class CollapsedHits(SortOrder order, int limit) : TopHits(order, limit)
{
    /// <summary>Stands for the group of the hits without a value.</summary>
    private static readonly object NoValue = new();

    private readonly Dictionary<object, Hit> _best = [];
    private readonly SortedSet<Hit> _sorted = new(new LastFirst(order));
    private readonly int _limit = limit;

    public override bool IsFull => _best.Count >= _limit;

    public override Hit? Worst => _sorted.Min;

    public override void Add(Hit hit)
    {
        var group = hit.Group ?? NoValue;
        if (_best.TryGetValue(group, out var known))
        {
            if (_sorted.Comparer.Compare(hit, known) > 0)
            {
                _sorted.Remove(known);
                Keep(group, hit);
            }

            return;
        }

        if (IsFull)
        {
            if (_limit == 0 || _sorted.Comparer.Compare(hit, Worst) < 0)
            {
                return;
            }

            _best.Remove(Worst!.Group ?? NoValue);
            _sorted.Remove(Worst);
        }

        Keep(group, hit);
    }

    public override Hit[] Drain() => [.. _sorted.Reverse()];

    private void Keep(object group, Hit hit)
    {
        _best[group] = hit;
        _sorted.Add(hit);
    }
}
