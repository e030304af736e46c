namespace DistLog.SearchNode.Searching;

/// <summary>The order of documents by all sort keys.</summary>
internal sealed class SortOrder(IReadOnlyList<SortField> fields)
{
    public IReadOnlyList<SortField> Fields => fields;

    /// <summary>Compares two documents' keys; negative where the first comes first. Ties are left to the caller.</summary>
    public int Compare(SortValue[] a, SortValue[] b)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var order = Compare(i, a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>Compares one key.</summary>
    public int Compare(int key, in SortValue a, in SortValue b)
    {
        if (a.Kind == SortValueKind.Missing || b.Kind == SortValueKind.Missing)
        {
            var missing = (a.Kind == SortValueKind.Missing ? 1 : 0) - (b.Kind == SortValueKind.Missing ? 1 : 0);
            return fields[key].MissingFirst ? -missing : missing;
        }

        return fields[key].Descending ? b.CompareTo(a) : a.CompareTo(b);
    }
}
