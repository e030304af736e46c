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

    /// <summary>Where the value stands in the document, without its quotes; -1 for one that is derived from another (a sub-field, a copy).</summary>
    public int RawStart;
    public int RawLength;
}

/// <summary>A part of a document that no column holds: a value that is ignored, an object that isn't looked into.</summary>
internal readonly record struct UnheldRange(int Start, int Length);
