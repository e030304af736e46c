namespace DistLog.Storage.Bulk;

/// <summary>Where one action with its document stands in a bulk request's body, and where it came from.</summary>
/// <param name="Start">Of the action's line.</param>
/// <param name="DocumentStart">Of the document; equal to <paramref name="End"/> where there is none.</param>
/// <param name="End">Behind the last line break.</param>
/// <param name="Partition">Of the record that it came from.</param>
/// <param name="Offset">Of the record that it came from.</param>
internal readonly record struct BulkItem(int Start, int DocumentStart, int End, int Partition, long Offset);
