using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DistLog.Shop;

/// <summary>Says what could not be read of a request, instead of a bare 400.</summary>
internal static class BadRequests
{
    public static int StatusCode(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    /// <summary>Whether there is nothing for our own logs in it.</summary>
    public static bool IsPeersFault(ExceptionHandlerSuppressDiagnosticsContext context) => context.Exception is BadHttpRequestException;

    public static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException?.Message ?? bad.Message;
        }
    }
}
