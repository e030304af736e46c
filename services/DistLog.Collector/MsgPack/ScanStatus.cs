namespace DistLog.Collector.MsgPack;

/// <summary>What a scan found.</summary>
internal enum ScanStatus
{
    /// <summary>One whole element lies at the start of the input.</summary>
    Done,

    /// <summary>What is there is right, and more must come.</summary>
    NeedMore,

    /// <summary>The bytes are no MessagePack.</summary>
    Malformed,

    /// <summary>Containers stand in each other beyond the limit.</summary>
    TooDeep,

    /// <summary>The element is, or says that it will be, larger than the limit.</summary>
    TooLarge,
}
