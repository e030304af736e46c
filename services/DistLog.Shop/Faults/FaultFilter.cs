using DistLog.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistLog.Shop.Faults;

/// <summary>Stands before every business endpoint: injects faults, and reports requests that took too long, whatever the reason.</summary>
internal sealed class FaultFilter(
    FaultSource faults, ShopService service, DistLogClient client, IProcessEnd process, TimeProvider time, IOptions<ShopOptions> options, ILogger<FaultFilter> logger)
    : IEndpointFilter
{
    /// <summary>EX_SOFTWARE of sysexits.h.</summary>
    public const int CrashExitCode = 70;

    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var started = time.GetTimestamp();
        var result = await InjectAsync(faults.Next(), context.HttpContext) ?? await next(context);
        ReportIfSlow(context.HttpContext.Request, time.GetElapsedTime(started));
        return result;
    }

    private async Task<IResult?> InjectAsync(Fault fault, HttpContext context)
    {
        switch (fault)
        {
            case Fault.Slow:
                await Task.Delay(faults.SlowDelay(), time, context.RequestAborted);
                return null;
            case Fault.Failure:
                ShopLog.InjectedFailure(logger, context.Request.Method, context.Request.Path, service.FailureCode, service.FailureReason);
                return Results.Problem(service.FailureReason, statusCode: StatusCodes.Status503ServiceUnavailable, title: service.FailureCode);
            case Fault.Crash:
                await CrashAsync(context.Request);
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            default:
                return null;
        }
    }

    private async Task CrashAsync(HttpRequest request)
    {
        ShopLog.InjectedCrash(logger, request.Method, request.Path, "STATE_CORRUPTED", $"{service.Name} found its own state corrupted and ends.");
        using var limit = new CancellationTokenSource(LastWordsLimit);
        try
        {
            await client.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The collector is away: a crash does not wait for it.
        }

        process.Crash(CrashExitCode);
    }

    private void ReportIfSlow(HttpRequest request, TimeSpan elapsed)
    {
        var threshold = options.Value.ThresholdMs;
        if (elapsed.TotalMilliseconds > threshold)
        {
            ShopLog.SlowRequest(logger, request.Method, request.Path, Math.Round(elapsed.TotalMilliseconds, 1), threshold);
        }
    }
}
