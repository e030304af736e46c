using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Queries;

/// <summary>A query on one slice of the documents.</summary>
internal sealed class SliceQuery(Query inner, Slice slice) : Query
{
    protected override Matcher BindTo(QueryContext context)
    {
        var field = slice.Field is null or "_id" or "_doc" or "_seq_no" ? new FieldRef(SystemFields.Id) : context.Field(slice.Field);
        if (field is null || field.Kind == FieldKind.Text)
        {
            throw Refuse.IllegalArgument($"cannot load numeric doc values on {slice.Field}");
        }

        return new BoolMatcher([inner.Bind(context)], [new SliceMatcher(field, slice.Id, slice.Max)], [], [], 0);
    }
}
