using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>Many buckets, as a list or under their names.</summary>
internal sealed class BucketsResult(string typedName, List<ResultBucket> buckets) : IAggregationResult
{
    public string TypedName => typedName;

    public List<ResultBucket> Buckets { get; set; } = buckets;

    public bool Keyed { get; init; }

    /// <summary>Writes what the kind has in front of its buckets.</summary>
    public Action<Utf8JsonWriter>? WriteBefore { get; init; }

    /// <summary>Writes what the kind has behind its buckets.</summary>
    public Action<Utf8JsonWriter>? WriteAfter { get; init; }

    /// <summary>Writes what each bucket has beside its key and its count.</summary>
    public Action<Utf8JsonWriter, ResultBucket>? WriteInside { get; init; }


    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        WriteBefore?.Invoke(writer);
        writer.WritePropertyName("buckets");
        if (Keyed)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }

        foreach (var bucket in Buckets)
        {
            WriteBucket(writer, bucket, typedKeys);
        }

        if (Keyed)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }

        WriteAfter?.Invoke(writer);
    }

    private void WriteBucket(Utf8JsonWriter writer, ResultBucket bucket, bool typedKeys)
    {
        if (Keyed)
        {
            writer.WritePropertyName(bucket.Key.Name);
        }

        writer.WriteStartObject();
        bucket.Key.Write(writer, Keyed);
        writer.WriteNumber("doc_count", bucket.Count);
        WriteInside?.Invoke(writer, bucket);
        bucket.Children.Write(writer, typedKeys);
        writer.WriteEndObject();
    }
}
