using System.Diagnostics;
using System.IO.Compression;

namespace DistLog.Benchmarks.Search;

/// <summary>What general compressors make of the same documents.</summary>
internal static class Compressors
{
    /// <summary>By compressor the bytes that are left of each event; gzip where there is no zstd.</summary>
    public static async Task<IReadOnlyList<(string Name, double BytesPerEvent)>> RunAsync(IReadOnlyList<byte[]> documents, string directory)
    {
        var path = Path.Combine(directory, "documents.ndjson");
        WriteLines(documents, path);
        var found = new List<(string, double)>();
        foreach (var level in new[] { "-3", "-19" })
        {
            if (await ZstdAsync(path, level) is { } bytes)
            {
                found.Add(("zstd " + level, (double)bytes / documents.Count));
            }
        }

        return found.Count > 0 ? found : [("gzip", (double)Gzip(path) / documents.Count)];
    }

    private static void WriteLines(IReadOnlyList<byte[]> documents, string path)
    {
        using var file = new BufferedStream(File.Create(path));
        foreach (var document in documents)
        {
            file.Write(document);
            file.WriteByte((byte)'\n');
        }
    }

    private static async Task<long?> ZstdAsync(string path, string level)
    {
        try
        {
            using var zstd = Process.Start("zstd", ["-q", "-f", level, path, "-o", path + ".zst"]);
            await zstd.WaitForExitAsync();
            return zstd.ExitCode == 0 ? new FileInfo(path + ".zst").Length : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static long Gzip(string path)
    {
        using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.SmallestSize))
        using (var file = File.OpenRead(path))
        {
            file.CopyTo(packed);
        }

        return new FileInfo(path + ".gz").Length;
    }
}
