namespace DistLog.Tests.Support;

/// <summary>A test that needs third-party clients: <c>[ThirdPartyFact("kcat", "python:fluent")]</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ThirdPartyFactAttribute : FactAttribute
{
    /// <param name="needs">As <see cref="ThirdParty.Missing"/> takes them.</param>
    public ThirdPartyFactAttribute(params string[] needs)
    {
        if (!ThirdParty.Required && ThirdParty.Missing(needs) is { } missing)
        {
            Skip = $"{missing} is not installed";
        }
    }
}
