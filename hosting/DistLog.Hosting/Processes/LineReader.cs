using System.Text;

namespace DistLog.Hosting.Processes;

/// <summary>Cuts a process's output into lines of bounded length.</summary>
internal static class LineReader
{
    /// <summary>Characters; a longer line is cut, so that one process can't fill the host's memory.</summary>
    public const int LongestLine = 16 * 1024;

    public static async Task ReadAsync(Stream stream, Action<string> onLine)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        char[] buffer = new char[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            foreach (char character in buffer.AsSpan(0, read))
            {
                Take(character, line, onLine);
            }
        }
        if (line.Length > 0)
        {
            onLine(line.ToString());
        }
    }

    private static void Take(char character, StringBuilder line, Action<string> onLine)
    {
        if (character != '\n')
        {
            line.Append(character);
            if (line.Length < LongestLine)
            {
                return;
            }
        }
        if (line.Length > 0 && line[^1] == '\r')
        {
            line.Length--;
        }
        onLine(line.ToString());
        line.Clear();
    }
}
