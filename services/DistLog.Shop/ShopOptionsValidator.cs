using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DistLog.Shop;

/// <summary>Reports every option out of its range at once, by its configuration key.</summary>
internal sealed class ShopOptionsValidator : IValidateOptions<ShopOptions>
{
    public ValidateOptionsResult Validate(string? name, ShopOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var mistakes = results.Select(result => $"{ShopOptions.SectionName}:{string.Join(',', result.MemberNames)}: {result.ErrorMessage}").ToList();
        if (options.CrashRate + options.FailureRate + options.SlowRate > 1)
        {
            mistakes.Add($"{ShopOptions.SectionName}: SlowRate, FailureRate and CrashRate together are more than 1.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
