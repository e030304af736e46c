namespace DistLog.SearchNode.Storage.Sources;

/// <summary>A value in a document: which field's which value it is, and where its text stands.</summary>
/// <param name="Slot">The column's place in its block's builder, or <see cref="Unheld"/>.</param>
/// <param name="Index">Which of the row's values in this column.</param>
/// <param name="Start">Its first byte in the document, behind the quote.</param>
/// <param name="Length">Its bytes, as they are written.</param>
internal readonly record struct Place(int Slot, int Index, int Start, int Length)
{
    /// <summary>A value that no column holds.</summary>
    public const int Unheld = -1;
}
