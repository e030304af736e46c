using System.Text.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Writes buckets as an array, or keyed as an object.</summary>
internal static class BucketWriter
{
    /// <param name="writer">The answer.</param>
    /// <param name="keyed">As an object.</param>
    /// <param name="buckets">The buckets in order.</param>
    /// <param name="typedKeys">Names of aggregations inside have their type in front.</param>
    /// <param name="writeKey">Called twice for a keyed bucket: for its name (true), and to write its key (false).</param>
    public static void Write<T>(Utf8JsonWriter writer, bool keyed, IReadOnlyList<(T Key, Bucket Bucket)> buckets, bool typedKeys, Func<T, bool, string?> writeKey)
    {
        writer.WritePropertyName("buckets");
        if (keyed)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }

        foreach (var (key, bucket) in buckets)
        {
            if (keyed)
            {
                writer.WritePropertyName(writeKey(key, true)!);
            }

            writer.WriteStartObject();
            writeKey(key, false);
            writer.WriteNumber("doc_count", bucket.Count);
            bucket.Children?.Write(writer, typedKeys);
            writer.WriteEndObject();
        }

        if (keyed)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }
}
