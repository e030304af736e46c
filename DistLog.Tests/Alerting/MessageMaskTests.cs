using DistLog.Alerting.Logs;

namespace DistLog.Tests.Alerting;

public sealed class MessageMaskTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Card declined", "Card declined")]
    [InlineData("Order 17 took 1234ms", "Order # took #ms")]
    [InlineData("Order 5f0c1a9e-0001-4a6e-9d2f-4be1b1a4a001 lost", "Order # lost")]
    [InlineData("commit deadbeef00 by v2a", "commit # by v#a")]
    [InlineData("defaced facade", "defaced facade")]
    [InlineData("10.0.0.1:8080", "#.#.#.#:#")]
    [InlineData("naïve café 7 ☕", "naïve café # ☕")]
    [InlineData("a-b - c", "a-b - c")]
    public void What_varies_is_masked(string message, string pattern) => Assert.Equal(pattern, MessageMask.Mask(message));

    [Fact]
    public void A_pattern_is_bounded() => Assert.Equal(256, MessageMask.Mask(new string('x', 100_000)).Length);
}
