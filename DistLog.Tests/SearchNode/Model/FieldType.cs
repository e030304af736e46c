namespace DistLog.Tests.SearchNode.Model;

/// <summary>The types of field that the model knows.</summary>
internal enum FieldType
{
    Keyword,
    Text,
    Long,
    Double,
    Boolean,
    Date,
}
