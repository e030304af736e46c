using System.ComponentModel.DataAnnotations;
using DistLog.Client.Forward;

namespace DistLog.Client;

/// <summary>Finds every mistake in the settings at once, each with its configuration key.</summary>
internal static class SettingsValidator
{
    /// <exception cref="InvalidOperationException">Something is missing or out of range.</exception>
    public static ForwardEndpoint Validate(DistLogClientSettings settings, string connectionKey)
    {
        var mistakes = RangeMistakes(settings).Concat(OrderMistakes(settings)).ToList();
        if (!ForwardEndpoint.TryParse(settings.ConnectionString, out var endpoint))
        {
            mistakes.Insert(0, EndpointMistake(settings.ConnectionString, connectionKey));
        }

        return mistakes.Count == 0 ? endpoint! : throw new InvalidOperationException(
            $"The DistLog client cannot start:{string.Concat(mistakes.Select(mistake => $"{Environment.NewLine}  {mistake}"))}");
    }

    private static IEnumerable<string> RangeMistakes(DistLogClientSettings settings)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        return results.Select(result => $"{DistLogClientSettings.SectionName}:{string.Join(',', result.MemberNames)}: {result.ErrorMessage}");
    }

    private static IEnumerable<string> OrderMistakes(DistLogClientSettings settings)
    {
        if (settings.MinBackoffMs > settings.MaxBackoffMs)
        {
            yield return $"{DistLogClientSettings.SectionName}:MinBackoffMs: is {settings.MinBackoffMs}, more than MaxBackoffMs ({settings.MaxBackoffMs}).";
        }
    }

    private static string EndpointMistake(string? found, string connectionKey) => string.IsNullOrWhiteSpace(found)
        ? $"{connectionKey}: is missing. Set it to where the collector listens, such as forward://localhost:{ForwardEndpoint.DefaultPort}."
        : $"{connectionKey}: is '{found}'. It has to look like forward://host:port.";
}
