using DistLog.Shop;
using DistLog.Shop.Messages;

namespace DistLog.Shipping;

/// <summary>Shipments over HTTP.</summary>
internal static class ShipmentEndpoints
{
    public static void MapShipments(this IEndpointRouteBuilder endpoints)
    {
        var shipments = endpoints.MapBusiness("/shipments");
        shipments.MapPost("/", Send);
        shipments.MapGet("/{id}", (string id, Dispatch dispatch) => dispatch.Find(id) is { } found ? Results.Ok(found) : Results.NotFound());
    }

    private static IResult Send(ShipmentRequest request, Dispatch dispatch)
    {
        var checks = new MessageChecks().Text("orderId", request.OrderId).Text("customer", request.Customer).Items("items", request.Items);
        if (checks.Findings is { } findings)
        {
            return Results.ValidationProblem(findings);
        }

        var shipment = dispatch.Send(request);
        return Results.Created($"/shipments/{shipment.Id}", shipment);
    }
}
