using System.Globalization;

namespace DistLog.Client.Events;

/// <summary>
/// The named values of one log: the message's own, then those of its scopes, each name once; and, set apart, the few
/// that have a field of their own in the contract. Reused for every log of a thread.
/// </summary>
internal sealed class PropertyBag
{
    // A log with more than this many values is a mistake of the application's; the rest is left out.
    private const int MaxProperties = 128;

    private readonly List<KeyValuePair<string, object?>> _items = [];
    private int _own;

    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    public string? Template { get; private set; }

    public double? ResponseTimeMs { get; private set; }

    public double? ThresholdLimitMs { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    public void Clear()
    {
        _items.Clear();
        _own = 0;
        Template = null;
        ResponseTimeMs = null;
        ThresholdLimitMs = null;
        ErrorCode = null;
        ErrorMessage = null;
    }

    /// <summary>Adds a value of the message itself.</summary>
    public void Add(string name, object? value)
    {
        if (!TryLift(name, value) && IndexOf(name) < 0)
        {
            Append(name, value);
            _own = _items.Count;
        }
    }

    /// <summary>Adds a value of a scope. Scopes come from the outermost in: an inner one replaces an outer, none replaces the message's own.</summary>
    public void AddFromScope(string name, object? value)
    {
        if (name is "{OriginalFormat}" or "TraceId" or "SpanId" or "ParentId")
        {
            // The scope's own template, and what trace_id and span_id say already.
            return;
        }

        var index = IndexOf(name);
        if (index < 0)
        {
            Append(name, value);
        }
        else if (index >= _own)
        {
            _items[index] = new(name, value);
        }
    }

    private bool TryLift(string name, object? value)
    {
        switch (name)
        {
            case "{OriginalFormat}":
                Template = value as string;
                return true;
            case "response_time_ms" or "ResponseTimeMs" or "responseTimeMs":
                return (ResponseTimeMs = Milliseconds(value)) is not null;
            case "threshold_limit_ms" or "ThresholdLimitMs" or "thresholdLimitMs":
                return (ThresholdLimitMs = Milliseconds(value)) is not null;
            case "error_code" or "ErrorCode" or "errorCode":
                return (ErrorCode = Text(value)) is not null;
            case "error_message" or "ErrorMessage" or "errorMessage":
                return (ErrorMessage = Text(value)) is not null;
            default:
                return false;
        }
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static double? Milliseconds(object? value) => value switch
    {
        TimeSpan span => span.TotalMilliseconds,
        double or float or decimal or int or uint or long or ulong or short or ushort or byte => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private int IndexOf(string name)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void Append(string name, object? value)
    {
        if (_items.Count < MaxProperties)
        {
            _items.Add(new(name, value));
        }
    }
}
