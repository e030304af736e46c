using System.Globalization;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a <see cref="ReferenceExpression"/> piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format;
    private readonly List<IValueProvider> _values;

    public ReferenceExpressionBuilder()
        : this(literalLength: 0, formattedCount: 0)
    {
    }

    internal ReferenceExpressionBuilder(int literalLength, int formattedCount)
    {
        // Each hole is written as {N}.
        _format = new StringBuilder(literalLength + (3 * formattedCount));
        _values = new List<IValueProvider>(formattedCount);
    }

    public bool IsEmpty => _format.Length == 0;

    /// <summary>Braces of the text itself are doubled, since the format is a composite format.</summary>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    public void AppendFormatted(string? value) => AppendLiteral(value ?? "");

    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider
    {
        _format.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(valueProvider);
    }

    public ReferenceExpression Build() => ReferenceExpression.Create(_format.ToString(), [.. _values]);
}
