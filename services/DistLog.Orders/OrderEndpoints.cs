using DistLog.Shop;
using DistLog.Shop.Messages;

namespace DistLog.Orders;

/// <summary>Orders over HTTP.</summary>
internal static class OrderEndpoints
{
    private const int Listed = 50;

    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapBusiness("/orders");
        orders.MapPost("/", PlaceAsync);
        orders.MapGet("/", (OrderBook book) => book.Newest(Listed));
        orders.MapGet("/{id}", (string id, OrderBook book) => book.Find(id) is { } found ? Results.Ok(found) : Results.NotFound());
    }

    private static async Task<IResult> PlaceAsync(OrderRequest request, OrderProcess process, CancellationToken cancellation)
    {
        if (new MessageChecks().Text("customer", request.Customer).Items("items", request.Items).Findings is { } findings)
        {
            return Results.ValidationProblem(findings);
        }

        var order = await process.PlaceAsync(request, cancellation);
        return order.Status switch
        {
            OrderStatus.Confirmed => Results.Created($"/orders/{order.Id}", order),
            OrderStatus.Rejected => Results.Json(order, statusCode: StatusCodes.Status409Conflict),
            _ => Results.Json(order, statusCode: StatusCodes.Status503ServiceUnavailable),
        };
    }
}
