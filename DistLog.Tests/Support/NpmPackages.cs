using System.Security.Cryptography;

namespace DistLog.Tests.Support;

/// <summary>The JavaScript clients that the folder Clients pins in its package-lock.json, installed once for all runs of the tests.</summary>
internal static class NpmPackages
{
    private static readonly string[] Files = ["package.json", "package-lock.json"];

    /// <summary>A folder with these packages; another lock file is another folder.</summary>
    public static async Task<string> FolderAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Clients");
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"))))[..12];
        var folder = Path.Combine(Path.GetTempPath(), "distlog-clients-" + hash);
        if (!Directory.Exists(folder))
        {
            await InstallAsync(source, folder);
        }

        return folder;
    }

    /// <summary>Beside its place first, so that the folder is there as a whole or not at all, whoever else installs it.</summary>
    private static async Task InstallAsync(string source, string folder)
    {
        var beside = Directory.CreateTempSubdirectory("distlog-clients-").FullName;
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(source, file), Path.Combine(beside, file));
        }

        await Script.RunAsync("npm", "ci", "--prefix", beside, "--ignore-scripts", "--no-audit", "--no-fund");
        try
        {
            Directory.Move(beside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(beside, recursive: true);
        }
    }
}
