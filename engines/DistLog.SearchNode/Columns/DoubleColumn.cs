namespace DistLog.SearchNode.Columns;

/// <summary>Floating-point numbers.</summary>
internal sealed class DoubleColumn : Column
{
    public required double[] Numbers { get; init; }

    public override int Size => PresenceSize + (Numbers.Length * sizeof(double));
}
