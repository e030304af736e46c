using DistLog.Shop;
using DistLog.Shop.Messages;

namespace DistLog.Payments;

/// <summary>Charges over HTTP.</summary>
internal static class ChargeEndpoints
{
    public static void MapCharges(this IEndpointRouteBuilder endpoints)
    {
        var charges = endpoints.MapBusiness("/charges");
        charges.MapPost("/", Charge);
        charges.MapGet("/{id}", (string id, Ledger ledger) => ledger.Find(id) is { } found ? Results.Ok(found) : Results.NotFound());
        charges.MapPost("/{id}/refund", (string id, Ledger ledger) => ledger.Refund(id) is { } refunded ? Results.Ok(refunded) : Results.NotFound());
    }

    private static IResult Charge(ChargeRequest request, Ledger ledger)
    {
        var checks = new MessageChecks().Text("orderId", request.OrderId).Text("customer", request.Customer).Amount("amount", request.Amount);
        if (checks.Findings is { } findings)
        {
            return Results.ValidationProblem(findings);
        }

        return ledger.TryCharge(request) is { } charge
            ? Results.Created($"/charges/{charge.Id}", charge)
            : Results.Problem($"The bank declines {request.Amount}.", statusCode: StatusCodes.Status402PaymentRequired, title: "DECLINED");
    }
}
