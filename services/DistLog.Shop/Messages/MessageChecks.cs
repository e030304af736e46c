namespace DistLog.Shop.Messages;

/// <summary>Bounds of what the shop's services accept; each finding names the field and says what would do.</summary>
internal sealed class MessageChecks
{
    public const int MaxItems = 50;
    public const int MaxQuantity = 1_000;
    public const int MaxText = 100;

    private readonly Dictionary<string, string[]> _findings = new(StringComparer.Ordinal);

    /// <summary>Null where all is well.</summary>
    public Dictionary<string, string[]>? Findings => _findings.Count == 0 ? null : _findings;

    public MessageChecks Text(string field, string? value)
    {
        Require(field, !string.IsNullOrWhiteSpace(value) && value.Length <= MaxText, $"has to be text of 1 to {MaxText} characters.");
        return this;
    }

    public MessageChecks Amount(string field, decimal value)
    {
        Require(field, value is > 0 and <= 1_000_000, $"is {value}; it has to be more than 0 and at most 1000000.");
        return this;
    }

    public MessageChecks Items(string field, IReadOnlyList<OrderItem?>? items)
    {
        var count = items?.Count ?? 0;
        Require(field, count is > 0 and <= MaxItems, $"holds {count} items; it has to hold 1 to {MaxItems}.");
        for (var i = 0; i < count && i < MaxItems; i++)
        {
            Text($"{field}[{i}].sku", items![i]?.Sku);
            var quantity = items[i]?.Quantity ?? 0;
            Require($"{field}[{i}].quantity", quantity is > 0 and <= MaxQuantity, $"is {quantity}; it has to be 1 to {MaxQuantity}.");
        }

        return this;
    }

    private void Require(string field, bool met, string otherwise)
    {
        if (!met)
        {
            _findings[field] = [$"{field} {otherwise}"];
        }
    }
}
