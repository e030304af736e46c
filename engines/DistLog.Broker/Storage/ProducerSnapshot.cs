using DistLog.Broker.Protocol;
using DistLog.Broker.Records;

namespace DistLog.Broker.Storage;

/// <summary>
/// The producers' states at the start of a segment, so that a start reads only the last segment. A hint with a checksum:
/// without it the whole log is read.
/// </summary>
internal static class ProducerSnapshot
{
    private const string Suffix = ".producers";
    private const int CrcBytes = 4;

    public static void Write(string directory, long offset, ProducerStates states)
    {
        using var writer = new ResponseWriter();
        writer.WriteArray(states.All, WriteState);
        var bytes = new byte[CrcBytes + writer.Written.Length];
        writer.Written.CopyTo(bytes.AsSpan(CrcBytes));
        BitConverter.TryWriteBytes(bytes, Crc32C.Compute(writer.Written));
        File.WriteAllBytes(PathFor(directory, offset), bytes);
    }

    /// <summary>Fills the states from the snapshot at the offset; false when there is none that is whole.</summary>
    public static bool TryRead(string directory, long offset, ProducerStates states)
    {
        var path = PathFor(directory, offset);
        if (!File.Exists(path))
        {
            return false;
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < CrcBytes || BitConverter.ToUInt32(bytes) != Crc32C.Compute(bytes.AsSpan(CrcBytes)))
        {
            return false;
        }

        foreach (var (id, state) in new RequestReader(bytes.AsMemory(CrcBytes)).ReadArray(ReadState))
        {
            states.Restore(id, state);
        }

        return true;
    }

    public static void Delete(string directory, long offset) => File.Delete(PathFor(directory, offset));

    private static string PathFor(string directory, long offset) => Path.Combine(directory, LogSegment.FileName(offset) + Suffix);

    private static void WriteState(ResponseWriter writer, KeyValuePair<long, ProducerState> producer)
    {
        writer.WriteInt64(producer.Key);
        writer.WriteInt16(producer.Value.Epoch);
        writer.WriteArray(producer.Value.Batches, static (w, batch) =>
        {
            w.WriteInt32(batch.FirstSequence);
            w.WriteInt32(batch.LastSequence);
            w.WriteInt64(batch.BaseOffset);
            w.WriteInt64(batch.Timestamp);
        });
    }

    private static (long Id, ProducerState State) ReadState(RequestReader reader)
    {
        var id = reader.ReadInt64();
        var state = new ProducerState(reader.ReadInt16());
        foreach (var batch in reader.ReadArray(static r => new ProducedBatch(r.ReadInt32(), r.ReadInt32(), r.ReadInt64(), r.ReadInt64())))
        {
            state.Add(batch);
        }

        return (id, state);
    }
}
