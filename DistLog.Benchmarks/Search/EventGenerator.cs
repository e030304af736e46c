using System.Globalization;
using System.Text;

namespace DistLog.Benchmarks.Search;

/// <summary>Makes events of the mission's schema, as services send them. The same seed gives the same events.</summary>
internal sealed class EventGenerator(LogLines lines, int events)
{
    /// <summary>All events fall into a day.</summary>
    private const double SpanMs = 86_400_000;

    private const long StartMs = 1_790_000_000_000;

    private static readonly string[] Services = ["Order", "Inventory", "Payment", "Shipping"];
    private static readonly string[] Troubles = ["Database timeout", "Connection refused", "Out of stock", "Card declined"];

    private readonly Random _random = new(1);
    private readonly byte[] _line = new byte[2_048];

    public byte[] Next(int number)
    {
        var service = Services[_random.Next(Services.Length)];
        var level = _random.NextDouble() switch { < 0.8 => "INFO", < 0.95 => "WARN", < 0.999 => "ERROR", _ => "FATAL" };
        var text = new StringBuilder(512);
        text.Append(CultureInfo.InvariantCulture, $$"""{"log_id":"{{Uuid()}}","node_id":"{{service.ToLowerInvariant()}}-{{_random.Next(6):00}}","log_level":"{{level}}","message_type":"LOG","message":"{{Line()}}","service_name":"{{service}}Service","timestamp":"{{Time(number)}}" """);
        text.Length--;
        AppendExtras(text, level);
        if (_random.NextDouble() < 0.3)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"trace_id\":\"{Hex(16)}\",\"span_id\":\"{Hex(8)}\"");
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    private void AppendExtras(StringBuilder text, string level)
    {
        if (level == "WARN")
        {
            text.Append(CultureInfo.InvariantCulture, $",\"response_time_ms\":{_random.Next(100, 4_000)},\"threshold_limit_ms\":1000");
        }
        else if (level != "INFO")
        {
            text.Append(CultureInfo.InvariantCulture, $$""","error_details":{"error_code":"E{{_random.Next(1, 41):000}}","error_message":"{{Troubles[_random.Next(Troubles.Length)]}}"}""");
        }
    }

    private string Line() => Encoding.UTF8.GetString(_line, 0, lines.Write(_random, _line));

    private string Time(int number) =>
        DateTimeOffset.FromUnixTimeMilliseconds(StartMs).AddMilliseconds(number * SpanMs / events).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x40), (byte)((bytes[8] & 0x3F) | 0x80));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private string Hex(int count)
    {
        Span<byte> bytes = stackalloc byte[count];
        _random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
