namespace DistLog.Collector.MsgPack;

/// <summary>What a MessagePack element is, as its first byte says.</summary>
internal enum MsgPackKind : byte
{
    /// <summary>0xc1, which the format never uses.</summary>
    Invalid,
    Nil,
    Boolean,
    Integer,
    Unsigned,
    Single,
    Double,
    String,
    Binary,
    Extension,
    Array,
    Map,
}
