using DistLog.Shop;
using DistLog.Shop.Messages;

namespace DistLog.Inventory;

/// <summary>Stock and reservations over HTTP.</summary>
internal static class ReservationEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder endpoints)
    {
        var inventory = endpoints.MapBusiness("/inventory");
        inventory.MapGet("/", (Stock stock) => stock.All());
        inventory.MapGet("/{sku}", (string sku, Stock stock) => stock.Find(sku) is { } article ? Results.Ok(article) : Results.NotFound());
        var reservations = endpoints.MapBusiness("/reservations");
        reservations.MapPost("/", Reserve);
        reservations.MapGet("/{id}", (string id, Reservations all) => all.Find(id) is { } found ? Results.Ok(found) : Results.NotFound());
        reservations.MapDelete("/{id}", (string id, Reservations all) => all.Release(id) ? Results.NoContent() : Results.NotFound());
    }

    private static IResult Reserve(ReservationRequest request, Reservations reservations)
    {
        if (new MessageChecks().Text("orderId", request.OrderId).Items("items", request.Items).Findings is { } findings)
        {
            return Results.ValidationProblem(findings);
        }

        return reservations.TryReserve(request, out var missing) is { } reservation
            ? Results.Created($"/reservations/{reservation.Id}", reservation)
            : Results.Problem($"There are not {missing!.Quantity} of '{missing.Sku}' in stock.", statusCode: StatusCodes.Status409Conflict, title: "OUT_OF_STOCK");
    }
}
