namespace DistLog.Tests.SearchNode.Damage;

/// <summary>Ways in which a file can come to harm.</summary>
internal static class FileDamage
{
    /// <summary>Damages a file and says how.</summary>
    public static string Do(Random random, string path)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.Length == 0 ? 0 : random.Next(bytes.Length);
        var length = Math.Min(bytes.Length - at, random.Next(1, 5_000));
        switch (random.Next(8))
        {
            case 0:
                File.WriteAllBytes(path, bytes[..at]);
                return $"cut at {at} of {bytes.Length}";
            case 1:
                File.Delete(path);
                return "deleted";
            case 2:
                bytes.AsSpan(at, length).Clear();
                File.WriteAllBytes(path, bytes);
                return $"zeros at {at}+{length} of {bytes.Length}";
            case 3:
                random.NextBytes(bytes.AsSpan(at, length));
                File.WriteAllBytes(path, bytes);
                return $"noise at {at}+{length} of {bytes.Length}";
            case 4:
                File.WriteAllBytes(path, [.. bytes, .. bytes[at..(at + length)]]);
                return $"{length} bytes too many";
            case 5:
                File.WriteAllBytes(path, [.. bytes[..at], .. bytes[(at + length)..]]);
                return $"without {at}+{length} of {bytes.Length}";
            default:
                return bytes.Length == 0 ? "empty as it was" : Flip(random, path, bytes, at);
        }
    }

    private static string Flip(Random random, string path, byte[] bytes, int at)
    {
        bytes[at] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return $"a bit at {at} of {bytes.Length}";
    }
}
