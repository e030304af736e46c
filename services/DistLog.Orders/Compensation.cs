using DistLog.Shop.Calls;

namespace DistLog.Orders;

/// <summary>Undoes what was done for an order that cannot be confirmed: the money first, then the articles. Both may be asked for more than once.</summary>
internal sealed class Compensation(
    [FromKeyedServices(OrdersApp.Inventory)] ServiceCaller inventory,
    [FromKeyedServices(OrdersApp.Payments)] ServiceCaller payments,
    TimeProvider time, ILogger<Compensation> logger)
{
    private const int Attempts = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    // Goes on when the customer hangs up: its money must not stay behind. Each attempt is bounded by the calls' own limit.
    public async Task UndoAsync(Order order)
    {
        if (order.ChargeId is { } charge)
        {
            await UndoAsync(order, "refund", () => payments.SendAsync(HttpMethod.Post, $"/charges/{charge}/refund", CancellationToken.None));
        }

        if (order.ReservationId is { } reservation)
        {
            await UndoAsync(order, "release", () => inventory.SendAsync(HttpMethod.Delete, $"/reservations/{reservation}", CancellationToken.None));
        }
    }

    private async Task UndoAsync(Order order, string step, Func<Task<CallResult<object>>> undo)
    {
        var result = await undo();
        for (var attempt = 1; result is { Value: null, Refused: false } && attempt < Attempts; attempt++)
        {
            await Task.Delay(FirstPause * (1 << attempt), time);
            result = await undo();
        }

        if (result.Value is null)
        {
            Log.CompensationFailed(logger, order.Id, step, Attempts, "COMPENSATION_FAILED", result.Reason);
        }
        else
        {
            Log.Compensated(logger, order.Id, step);
        }
    }
}
