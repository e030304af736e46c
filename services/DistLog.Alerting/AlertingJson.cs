using System.Text.Json.Serialization;
using DistLog.Contracts;

namespace DistLog.Alerting;

/// <summary>The JSON form of the HTTP API's answers; as in the contract.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(IReadOnlyList<NodeState>))]
internal sealed partial class AlertingJson : JsonSerializerContext;
