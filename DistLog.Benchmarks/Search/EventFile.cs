using System.Text;
using DistLog.Contracts;
using DistLog.Router.Normalisation;

namespace DistLog.Benchmarks.Search;

/// <summary>
/// The events as the router and the storage service hand them to the search node, in a file of ready bulk bodies: made beforehand, so that
/// making them doesn't count.
/// </summary>
internal sealed class EventFile
{
    /// <summary>Documents that are kept for the limits of parser and compressor.</summary>
    private const int SampleEvents = 100_000;

    /// <summary>The router's clock doesn't matter: each event has its own time.</summary>
    private const long ArrivalMs = 1_790_100_000_000;

    private readonly List<Batch> _batches = [];
    private readonly List<byte[]> _sample = [];

    private EventFile(string path, int count) => (Path, Probes) = (path, new Probes(count));

    /// <summary>A bulk request's body within the file.</summary>
    public readonly record struct Batch(long Offset, int Length, int Events);

    public string Path { get; }

    public IReadOnlyList<Batch> Batches => _batches;

    /// <summary>The first documents, without the lines of the actions.</summary>
    public IReadOnlyList<byte[]> Sample => _sample;

    /// <summary>What to look for.</summary>
    public Probes Probes { get; }

    /// <summary>Bytes of all documents.</summary>
    public long DocumentBytes { get; private set; }

    public int Events => _batches.Sum(batch => batch.Events);

    /// <summary>Writes the next <paramref name="count"/> records, or as many as there are.</summary>
    public static EventFile Write(string path, IEnumerator<byte[]> records, int count, int batchEvents)
    {
        var file = new EventFile(path, count);
        using var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
        var normaliser = new Normaliser();
        while (count > 0)
        {
            var (start, held) = (output.Position, 0);
            while (held < Math.Min(batchEvents, count) && records.MoveNext())
            {
                file.Add(output, normaliser.Normalise(records.Current, new Arrival(ArrivalMs, null, 0, 0)));
                held++;
            }

            if (held == 0)
            {
                break;
            }

            file._batches.Add(new Batch(start, (int)(output.Position - start), held));
            count -= held;
        }

        return file;
    }

    /// <summary>The events as services send them: made ones without end, or those of a file.</summary>
    public static IEnumerable<byte[]> Records(SearchOptions options)
    {
        if (options.Source is { } source)
        {
            return File.ReadLines(source).Select(Encoding.UTF8.GetBytes);
        }

        var generator = new EventGenerator(options.Lines is { } directory ? LogLines.Of(directory) : LogLines.Bundled(), options.Events);
        return Enumerable.Range(0, int.MaxValue).Select(generator.Next);
    }

    private void Add(FileStream output, in NormalisedEvent normalised)
    {
        if (normalised.Refusal is { } refusal)
        {
            throw new InvalidDataException($"an event is not as the schema wants it: {refusal}");
        }

        var document = normalised.Document.ToArray();
        var id = EventIdentity.DocumentId(normalised.NodeId, normalised.LogId);
        output.Write("{\"create\":{\"_id\":\""u8);
        output.Write(id);
        output.Write("\"}}\n"u8);
        output.Write(document);
        output.Write("\n"u8);
        DocumentBytes += document.Length + 1;
        if (_sample.Count < SampleEvents)
        {
            _sample.Add(document);
        }

        Probes.See(document);
    }
}
