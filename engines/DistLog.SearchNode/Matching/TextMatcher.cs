using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// A search in a full-text column. Where the block's texts repeat, each distinct one is searched once; where they are variations of
/// templates, each template is, and messages are put together only if their digits decide.
/// </summary>
internal abstract class TextMatcher : Matcher
{
    private readonly TemplateVerdicts _templates;

    protected TextMatcher(FieldRef field)
    {
        Field = field;
        _templates = new TemplateVerdicts(SearchTemplates);
    }

    protected FieldRef Field { get; }

    public override int Cost => 8;

    public override Bits Match(Block block) => Find(block, null);

    public override Bits Match(Block block, Bits within) => Find(block, within).And(within);

    /// <summary>The value numbers that match.</summary>
    protected abstract Bits Search(RawStringColumn column);

    /// <summary>
    /// The value numbers of templates, messages with each digit a <c>0</c>, of which some message may match. Where
    /// <see cref="SeesDigits"/> is false, all of them do.
    /// </summary>
    protected abstract Bits SearchTemplates(RawStringColumn templates);

    /// <summary>True where texts that differ in their digits only may differ in whether they match.</summary>
    protected abstract bool SeesDigits { get; }

    /// <summary>True where it also matters how many digits stand side by side.</summary>
    protected virtual bool SeesRunLengths => SeesDigits;

    private Bits Find(Block block, Bits? within)
    {
        if (!MayMatch(block) || (block.Facts(Field.Field) is { Templates: not null } facts && !(facts.HasLoose && SeesRunLengths) && !_templates.MayMatch(facts)))
        {
            return new Bits(block.Rows);
        }

        return Field.ColumnOf(block) switch
        {
            DictionaryColumn dictionary => ValueRows.OfTerms(dictionary, Search(dictionary.TermColumn)),
            TemplateColumn templates => ValueRows.Of(templates, FindIn(templates, within)),
            StringColumn strings => ValueRows.Of(strings, Search(strings.Raw)),
            _ => new Bits(block.Rows),
        };
    }

    private Bits FindIn(TemplateColumn column, Bits? within)
    {
        var found = _templates.Select(column);
        if (SeesDigits)
        {
            Verify(column, within is not null && !column.IsMultiValued ? found.And(within) : found);
        }

        if (column.IrregularValues.Length > 0)
        {
            AddIrregular(column, found);
        }

        return found;
    }

    /// <summary>Puts the messages together whose templates may match, and leaves those that do.</summary>
    protected virtual void Verify(TemplateColumn column, Bits found)
    {
        var values = new int[found.Count()];
        found.CopyRows(values);
        if (values.Length == 0)
        {
            return;
        }

        var matching = Search(column.Pick(values));
        for (var i = 0; i < values.Length; i++)
        {
            if (!matching[i])
            {
                found.Clear(values[i]);
            }
        }
    }

    private void AddIrregular(TemplateColumn column, Bits found)
    {
        var matching = SeesRunLengths ? Search(column.Irregular) : Search(column.Texts).Or(_templates.SelectLoose(column));
        for (var i = 0; i < column.IrregularValues.Length; i++)
        {
            if (matching[i])
            {
                found.Set(column.IrregularValues[i]);
            }
        }
    }
}
