namespace DistLog.Collector.MsgPack;

/// <summary>Finds how long an element is that is not going to be read: cold paths only.</summary>
internal static class MsgPackExtent
{
    // Deeper than any limit for what is read, so that what is too deep can still be stepped over; yet bounded.
    private const int MaxDepth = 1024;

    /// <summary>The length of the element at the start of the input; the whole input where none ends within it.</summary>
    public static int Of(ReadOnlySpan<byte> input) => TryFind(input, out var length) ? length : input.Length;

    /// <summary>Finds the length of the element at the start of the input.</summary>
    /// <returns>False where it does not end within the input or is no MessagePack.</returns>
    public static bool TryFind(ReadOnlySpan<byte> input, out int length)
    {
        var found = new MsgPackScanner(MaxDepth, input.Length).Scan(input, out var end) == ScanStatus.Done;
        length = (int)end;
        return found;
    }
}
