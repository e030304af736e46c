using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Regexps;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>include</c> and <c>exclude</c> of terms: by a regular expression, by lists, or one of several parts of all terms.</summary>
internal sealed class TermFilter(string aggregation)
{
    /// <summary>Elasticsearch's index.max_regex_length.</summary>
    private const int RegexLimit = 1000;

    private Regexp? _includePattern;
    private Regexp? _excludePattern;
    private HashSet<string>? _include;
    private HashSet<string>? _exclude;
    private HashSet<double>? _includeNumbers;
    private HashSet<double>? _excludeNumbers;
    private int _partition;
    private int _partitions;

    public void Take(string name, JsonElement value)
    {
        var isInclude = name == "include";
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when isInclude:
                _include = [.. value.Strings()];
                break;
            case JsonValueKind.Array:
                _exclude = [.. value.Strings()];
                break;
            case JsonValueKind.String when isInclude:
                _includePattern = Pattern(value.GetString()!);
                break;
            case JsonValueKind.String:
                _excludePattern = Pattern(value.GetString()!);
                break;
            case JsonValueKind.Object when isInclude:
                TakePartition(value);
                break;
            default:
                throw Refuse.IllegalArgument($"Unrecognized token in an include or exclude clause: [{value.TokenName()}]");
        }

        if (_partitions > 0 && (_exclude is not null || _excludePattern is not null))
        {
            throw Refuse.IllegalArgument("Cannot specify any excludes when using a partition-based include");
        }
    }

    private void TakePartition(JsonElement value)
    {
        (_partition, _partitions) = (-1, 0);
        foreach (var property in value.EnumerateObject())
        {
            switch (property.Name)
            {
                case "partition":
                    _partition = property.Value.Int(property.Name);
                    break;
                case "num_partitions":
                    _partitions = property.Value.Int(property.Name);
                    break;
                default:
                    throw Refuse.Parsing($"Unknown parameter in Include/Exclude clause: {property.Name}");
            }
        }

        if (_partition < 0)
        {
            throw Refuse.IllegalArgument("Missing [partition] parameter for partition-based include");
        }

        if (_partitions == 0)
        {
            throw Refuse.IllegalArgument("Missing [num_partitions] parameter for partition-based include");
        }

        if (_partition >= _partitions)
        {
            throw Refuse.IllegalArgument("Partition must be in range 0..num_partitions-1");
        }
    }

    private static Regexp Pattern(string text)
    {
        if (text.Length > RegexLimit)
        {
            throw Refuse.IllegalArgument($"The length of regex [{text.Length}] used in the request has exceeded the allowed maximum of [{RegexLimit}]. This maximum can be set by changing the [index.max_regex_length] index level setting.");
        }

        try
        {
            return new Regexp(text);
        }
        catch (FormatException wrong)
        {
            throw Refuse.IllegalArgument(wrong.Message);
        }
    }

    /// <summary>Refuses patterns where terms aren't plain strings.</summary>
    public void Check(FieldRef? field)
    {
        if ((_includePattern ?? _excludePattern) is not null && field is not null && (!field.Kind.HasStrings() || field.Kind == FieldKind.Ip))
        {
            throw Refuse.IllegalArgument($"Aggregation [{aggregation}] cannot support regular expression style include/exclude settings as they can only be applied to string fields. Use an array of values for include/exclude clauses");
        }
    }

    public bool Admits(string term, ReadOnlySpan<byte> bytes)
    {
        if (_partitions > 0)
        {
            return Partitions.Of(bytes, _partitions) == _partition;
        }

        return (_includePattern?.Matches(bytes) ?? true) && (_include?.Contains(term) ?? true)
            && !(_excludePattern?.Matches(bytes) ?? false) && !(_exclude?.Contains(term) ?? false);
    }

    /// <summary>Lists of numbers and dates are read by the field's format once, on the first term.</summary>
    public bool Admits(double term, ValueFormat format)
    {
        if (_partitions > 0)
        {
            return Partitions.Of(format.IsRaw && term != Math.Floor(term) ? BitConverter.DoubleToInt64Bits(term) : (long)term, _partitions) == _partition;
        }

        _includeNumbers ??= Parsed(_include, format);
        _excludeNumbers ??= Parsed(_exclude, format);
        return (_include is null || _includeNumbers!.Contains(term)) && (_exclude is null || !_excludeNumbers!.Contains(term));
    }

    private static HashSet<double>? Parsed(HashSet<string>? texts, ValueFormat format) =>
        texts is null ? null : [.. texts.Select(text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && format.IsRaw ? number : format.Parse(text, default(Instant)))];
}
