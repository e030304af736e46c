using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>One value of one field of a parsed document: a number, or a string as a range of the document or of the scratch buffer.</summary>
internal struct FieldValue
{
    public FieldMapping Field;
    public long Long;
    public double Double;
    public int Start;
    public int Length;
    public bool InScratch;
}
