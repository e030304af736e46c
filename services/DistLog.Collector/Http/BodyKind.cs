namespace DistLog.Collector.Http;

/// <summary>What a body is.</summary>
internal enum BodyKind
{
    Json,
    MsgPack,
    Form,
    Multipart,
}
