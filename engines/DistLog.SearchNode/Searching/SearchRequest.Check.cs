using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>Limits, and what doesn't fit together.</summary>
internal sealed partial class SearchRequest
{
    /// <summary>Refuses what goes past the limits of any of the indices or doesn't fit together.</summary>
    public void Check(IReadOnlyList<ResolvedIndex> targets)
    {
        if (From < 0)
        {
            throw Refuse.IllegalArgument($"[from] parameter cannot be negative but was [{From}]");
        }

        if (Size < 0)
        {
            throw Refuse.IllegalArgument($"[size] parameter cannot be negative, found [{Size}]");
        }

        CheckCombinations();
        foreach (var limits in targets.Select(target => SearchLimits.Of(target.Index.Metadata.Settings)).DefaultIfEmpty(SearchLimits.Default).Distinct())
        {
            Check(limits);
        }

        if (_scriptFields > 0)
        {
            throw Refuse.NotSupported("search option script_fields");
        }
    }

    private void CheckCombinations()
    {
        if (Rescores.Count > 0 && Sort.Count > 0 && !Sort[0].IsScore)
        {
            throw Refuse.IllegalArgument("Cannot use [sort] option in conjunction with [rescore].");
        }

        if (Collapse is not null && IsScroll)
        {
            throw Refuse.IllegalArgument("cannot use `collapse` in a scroll context");
        }

        if (Collapse is not null && Rescores.Count > 0)
        {
            throw Refuse.IllegalArgument("cannot use `collapse` in conjunction with `rescore`");
        }

        if (Slice is not null && !IsScroll && PointInTime is null)
        {
            throw Refuse.Validation("[slice] can only be used with [scroll] or [point-in-time] requests");
        }

        CheckAfter();
    }

    private void CheckAfter()
    {
        if (SearchAfter is null)
        {
            return;
        }

        if (IsScroll)
        {
            throw Refuse.Validation("`search_after` cannot be used in a scroll context.");
        }

        if (From > 0)
        {
            throw Refuse.Validation("`from` parameter must be set to 0 when `search_after` is used");
        }

        if (Collapse is not null && (Sort.Count != 1 || Sort[0].Name != Collapse.Field))
        {
            throw Refuse.IllegalArgument("Cannot use [collapse] in conjunction with [search_after] unless the search is sorted on the same field. Multiple sort fields are not allowed.");
        }

        var keys = Sort.Count == 0 ? 1 : Sort.Count;
        if (SearchAfter.Length != keys)
        {
            throw Refuse.IllegalArgument(Sort.Count == 0
                ? "Sort must contain at least one field."
                : $"search_after has {SearchAfter.Length} value(s) but sort has {keys}.");
        }
    }

    private void Check(SearchLimits limits)
    {
        CheckWindow(limits);
        if (DocValueFields.Count > limits.DocValueFields)
        {
            throw Refuse.IllegalArgument($"Trying to retrieve too many docvalue_fields. Must be less than or equal to: [{limits.DocValueFields}] but was [{DocValueFields.Count}]. This limit can be set by changing the [index.max_docvalue_fields_search] index level setting.");
        }

        if (_scriptFields > limits.ScriptFields)
        {
            throw Refuse.IllegalArgument($"Trying to retrieve too many script_fields. Must be less than or equal to: [{limits.ScriptFields}] but was [{_scriptFields}]. This limit can be set by changing the [index.max_script_fields] index level setting.");
        }

        if (Rescores.FirstOrDefault(rescore => rescore.Window > limits.RescoreWindow) is { } wide)
        {
            throw Refuse.IllegalArgument($"Rescore window [{wide.Window}] is too large. It must be less than [{limits.RescoreWindow}]. This prevents allocating massive heaps for storing the results to be rescored. This limit can be set by changing the [index.max_rescore_window] index level setting.");
        }

        if (Slice?.Max > limits.Slices)
        {
            throw Refuse.IllegalArgument($"The number of slices [{Slice.Max}] is too large. It must be less than [{limits.Slices}]. This limit can be set by changing the [index.max_slices_per_scroll] index level setting.");
        }
    }

    private void CheckWindow(SearchLimits limits)
    {
        if ((long)From + Size <= limits.ResultWindow)
        {
            return;
        }

        throw Refuse.IllegalArgument(IsScroll
            ? $"Batch size is too large, size must be less than or equal to: [{limits.ResultWindow}] but was [{(long)From + Size}]. Scroll batch sizes cost as much memory as result windows so they are controlled by the [index.max_result_window] index level setting."
            : $"Result window is too large, from + size must be less than or equal to: [{limits.ResultWindow}] but was [{(long)From + Size}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.");
    }
}
