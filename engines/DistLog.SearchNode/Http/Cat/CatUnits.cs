using System.Globalization;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http.Cat;

/// <summary>A number of bytes, shown in the unit that the request asks for.</summary>
internal readonly record struct CatSize(long Bytes) : IComparable<CatSize>
{
    public int CompareTo(CatSize other) => Bytes.CompareTo(other.Bytes);
}

/// <summary>Shows the cells of a _cat table: sizes and times in the units of the parameters <c>bytes</c> and <c>time</c>.</summary>
internal sealed class CatUnits
{
    private static readonly string[] SizeUnits = ["b", "kb", "mb", "gb", "tb", "pb"];
    private static readonly (string Name, long Nanos)[] TimeUnits =
        [("nanos", 1), ("micros", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000)];

    private readonly int? _size;
    private readonly long? _time;

    public CatUnits(RestRequest request)
    {
        _size = request.Parameter("bytes") is { Length: > 0 } size ? SizeOf(size) : null;
        _time = request.Parameter("time") is { Length: > 0 } time ? TimeOf(time) : null;
    }

    /// <summary>A cell as text; null for one without a value.</summary>
    public string? Show(object? cell) => cell switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        CatSize size => Show(size.Bytes),
        TimeSpan time => Show(time),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString(),
    };

    /// <summary>Unless a unit is asked for, the largest one that leaves at least one: 1.5kb.</summary>
    private string Show(long bytes)
    {
        if (_size is { } power)
        {
            return (bytes >> (10 * power)).ToString(CultureInfo.InvariantCulture);
        }

        double size = bytes;
        var step = 0;
        while (size >= 1024 && step < SizeUnits.Length - 1)
        {
            size /= 1024;
            step++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(size * 10) / 10:0.#}{SizeUnits[step]}");
    }

    private string Show(TimeSpan time)
    {
        var nanos = (long)time.TotalNanoseconds;
        if (_time is { } unit)
        {
            return (nanos / unit).ToString(CultureInfo.InvariantCulture);
        }

        if (nanos == 0)
        {
            return "0s";
        }

        var (name, size) = TimeUnits.Last(candidate => Math.Abs(nanos) >= candidate.Nanos);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((double)nanos / size * 10) / 10:0.#}{name}");
    }

    private static int SizeOf(string unit) =>
        Array.FindIndex(SizeUnits, name => name == unit || (unit.Length == 1 && name[0] == unit[0])) is >= 0 and var power
            ? power
            : throw Refuse.IllegalArgument($"Unknown byte size unit [{unit}]");

    private static long TimeOf(string unit) =>
        Array.Find(TimeUnits, known => known.Name == unit) is { Nanos: > 0 } found ? found.Nanos : throw Refuse.IllegalArgument($"Unknown time unit [{unit}]");
}
