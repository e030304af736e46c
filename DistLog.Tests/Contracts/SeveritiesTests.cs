using DistLog.Contracts;

namespace DistLog.Tests.Contracts;

public sealed class SeveritiesTests
{
    [Theory]
    [InlineData("trace", Severity.Trace)]
    [InlineData("Verbose", Severity.Trace)]
    [InlineData("DBG", Severity.Debug)]
    [InlineData("information", Severity.Info)]
    [InlineData(" notice ", Severity.Info)]
    [InlineData("Warning", Severity.Warn)]
    [InlineData("err", Severity.Error)]
    [InlineData("SEVERE", Severity.Error)]
    [InlineData("critical", Severity.Fatal)]
    [InlineData("emerg", Severity.Fatal)]
    public void Synonyms_in_any_case_are_read(string text, Severity expected)
    {
        Assert.True(Severities.TryParse(text, out var severity));
        Assert.Equal(expected, severity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("loud")]
    [InlineData("a level that is longer than any level has a right to be")]
    public void Anything_else_is_refused(string text) => Assert.False(Severities.TryParse(text, out _));

    [Theory]
    [InlineData(Severity.Trace)]
    [InlineData(Severity.Warn)]
    [InlineData(Severity.Fatal)]
    public void A_name_is_read_back(Severity severity)
    {
        Assert.True(Severities.TryParse(Severities.Name(severity), out var read));
        Assert.Equal(severity, read);
    }
}
