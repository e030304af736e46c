using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Base of the resources: a name and annotations.</summary>
public abstract partial class Resource : IResource
{
    /// <param name="name">1 to 64 ASCII letters, digits and single hyphens, starting with a letter.</param>
    protected Resource(string name)
    {
        if (!ValidName().IsMatch(name ?? ""))
        {
            throw new ArgumentException(
                $"Resource name '{name}' is invalid: 1 to 64 ASCII letters, digits and single hyphens, starting with a letter.", nameof(name));
        }
        Name = name!;
    }

    public virtual string Name { get; }

    public virtual ResourceAnnotationCollection Annotations { get; } = [];

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex ValidName();
}
