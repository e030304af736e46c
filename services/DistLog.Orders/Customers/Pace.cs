namespace DistLog.Orders.Customers;

/// <summary>Turns a rate and the time gone by into a number of orders that are due now.</summary>
internal sealed class Pace(double perSecond)
{
    // After a pause (a stopped debugger, a suspended laptop) the customer goes on; it does not catch up.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private double _owed;

    public int Due(TimeSpan elapsed)
    {
        _owed += perSecond * Math.Min(elapsed.TotalSeconds, LongestStep.TotalSeconds);
        var due = (int)_owed;
        _owed -= due;
        return due;
    }
}
