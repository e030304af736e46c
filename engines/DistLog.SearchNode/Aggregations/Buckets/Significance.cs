using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>How much more frequent a term is in some documents than in others; greater means more.</summary>
internal sealed class Significance
{
    private readonly string _method;
    private readonly bool _includeNegatives;
    private readonly bool _isSuperset = true;

    public Significance(string method, JsonElement body)
    {
        _method = method;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : default)
        {
            switch (property.Name)
            {
                case "include_negatives" when method is "chi_square" or "mutual_information":
                    _includeNegatives = property.Value.Bool(property.Name);
                    break;
                case "background_is_superset" when method is "chi_square" or "mutual_information":
                    _isSuperset = property.Value.Bool(property.Name);
                    break;
                default:
                    throw Refuse.ContentParse($"[{method}] unknown field [{property.Name}]");
            }
        }
    }

    /// <param name="with">Documents of the bucket with the term.</param>
    /// <param name="size">Documents of the bucket.</param>
    /// <param name="allWith">Documents of the background with the term.</param>
    /// <param name="allSize">Documents of the background.</param>
    public double Of(double with, double size, double allWith, double allSize)
    {
        if (size == 0 || allSize == 0)
        {
            return 0;
        }

        // A term that a narrower background doesn't have counts as if it had it once.
        return _method switch
        {
            "jlh" => Change(with / size, Math.Max(1, allWith) / allSize),
            "percentage" => allWith == 0 ? 0 : with / allWith,
            _ => OfTable(with, size, allWith, allSize),
        };
    }

    private static double Change(double part, double background) => part <= background ? 0 : (part - background) * (part / background);

    /// <summary>By the table of with and without the term, inside and outside of the bucket.</summary>
    private double OfTable(double with, double size, double allWith, double allSize)
    {
        var (outsideWith, outside) = _isSuperset ? (allWith - with, allSize - size) : (allWith, allSize);
        if (!_includeNegatives && outside > 0 && with / size < outsideWith / outside)
        {
            return double.NegativeInfinity;
        }

        var (without, outsideWithout) = (size - with, outside - outsideWith);
        var (total, withTerm, withoutTerm) = (size + outside, with + outsideWith, without + outsideWithout);
        if (_method == "chi_square")
        {
            var cross = (with * outsideWithout) - (without * outsideWith);
            return total * cross * cross / (size * withTerm * withoutTerm * outside);
        }

        return Information(outsideWithout, withoutTerm, outside, total) + Information(without, withoutTerm, size, total)
            + Information(outsideWith, withTerm, outside, total) + Information(with, withTerm, size, total);
    }

    private static double Information(double cell, double row, double column, double total)
    {
        var information = cell / total * Math.Log2(total * cell / (row * column));
        return double.IsNaN(information) ? 0 : information;
    }
}
