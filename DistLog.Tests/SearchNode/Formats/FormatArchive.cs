using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace DistLog.Tests.SearchNode.Formats;

/// <summary>
/// A data folder as a version of the program left it, packed, with the answers that it gave (<see cref="Answers"/>). One is kept for each
/// format that was ever released, under Data/NAME/, and must be read for ever. To add one before a format is changed, run
/// <c>DISTLOG_FORMAT_ARCHIVE=NAME dotnet test --filter FormatTests</c> with the version that writes it, and commit the file.
/// </summary>
internal static class FormatArchive
{
    /// <summary>Names the archive that a run of the tests is to write.</summary>
    public const string Variable = "DISTLOG_FORMAT_ARCHIVE";

    /// <summary>Within the archive, beside the folder's own files.</summary>
    public const string Answers = "answers.json";

    private const string FileName = "data.zip";

    private static string Root => Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Data");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    public static string PathOf(string name) => Path.Combine(Root, name, FileName);

    public static void Pack(string directory, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        ZipFile.CreateFromDirectory(directory, path, CompressionLevel.SmallestSize, includeBaseDirectory: false);
    }

    /// <summary>Unpacks into the folder and returns the answers.</summary>
    public static string Unpack(string path, string directory)
    {
        ZipFile.ExtractToDirectory(path, directory);
        return File.ReadAllText(Path.Combine(directory, Answers));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
