using System.Text.Json.Serialization;

namespace DistLog.Orders;

/// <summary>What became of an order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
internal enum OrderStatus
{
    /// <summary>Being worked on.</summary>
    Pending,

    /// <summary>Reserved, paid and on its way.</summary>
    Confirmed,

    /// <summary>Refused for a reason of the order's: out of stock, or declined by the bank.</summary>
    Rejected,

    /// <summary>A service failed; everything done for it was undone.</summary>
    Failed,
}
