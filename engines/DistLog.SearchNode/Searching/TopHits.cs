namespace DistLog.SearchNode.Searching;

/// <summary>Keeps the first so many documents by a sort order: a heap with the last of them on top.</summary>
internal class TopHits(SortOrder order, int limit)
{
    private readonly PriorityQueue<Hit, Hit> _heap = new(new LastFirst(order));

    public virtual bool IsFull => _heap.Count >= limit;

    /// <summary>The document that would give way next.</summary>
    public virtual Hit? Worst => _heap.Count > 0 ? _heap.Peek() : null;

    public virtual void Add(Hit hit)
    {
        if (_heap.Count < limit)
        {
            _heap.Enqueue(hit, hit);
        }
        else if (limit > 0)
        {
            _heap.EnqueueDequeue(hit, hit);
        }
    }

    /// <summary>All kept documents in order.</summary>
    public virtual Hit[] Drain()
    {
        var hits = new Hit[_heap.Count];
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            hits[i] = _heap.Dequeue();
        }

        return hits;
    }

    protected sealed class LastFirst(SortOrder order) : IComparer<Hit>
    {
        public int Compare(Hit? x, Hit? y)
        {
            var keys = order.Compare(y!.Keys, x!.Keys);
            return keys != 0 ? keys : y.Document.CompareTo(x.Document);
        }
    }
}
