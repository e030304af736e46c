namespace DistLog.Shop.Calls;

/// <summary>How a call of another service ended.</summary>
/// <param name="Value">What it gave, where it did what it was asked.</param>
/// <param name="Refused">Whether it said no for a reason of the request's: there is no use in asking again.</param>
/// <param name="Reason">Why it gave nothing.</param>
internal readonly record struct CallResult<T>(T? Value, bool Refused, string? Reason)
    where T : class;
