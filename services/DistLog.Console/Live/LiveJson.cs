using System.Text.Json.Serialization;
using DistLog.Console.Feeds;
using DistLog.Console.Logs;
using DistLog.Console.Overview;

namespace DistLog.Console.Live;

/// <summary>The JSON of live messages; camelCase, as the page's scripts read it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogView[]))]
[JsonSerializable(typeof(NodeView[]))]
[JsonSerializable(typeof(AlertView[]))]
[JsonSerializable(typeof(NodeCounts))]
[JsonSerializable(typeof(Counts))]
[JsonSerializable(typeof(SystemStatus))]
[JsonSerializable(typeof(SkippedLogs))]
[JsonSerializable(typeof(ForgottenNode))]
[JsonSerializable(typeof(long))]
internal sealed partial class LiveJson : JsonSerializerContext;
