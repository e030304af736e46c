using System.Text.Json.Serialization;

namespace DistLog.Contracts;

/// <summary>The JSON form of the contract's own types: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeState))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(DeadLetter))]
public sealed partial class ContractJson : JsonSerializerContext;
