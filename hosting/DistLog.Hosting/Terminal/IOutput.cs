namespace DistLog.Hosting.Terminal;

/// <summary>Where people see what happens.</summary>
internal interface IOutput
{
    /// <summary>A line written by a process.</summary>
    void ProcessLine(string resourceId, string line, bool isError);

    /// <summary>A change worth one line.</summary>
    void Status(string resourceId, string text);

    /// <summary>Something went wrong; may have several lines.</summary>
    void Problem(string resourceId, string text);
}

/// <summary>Says nothing: in tests, whose runner owns the terminal.</summary>
internal sealed class SilentOutput : IOutput
{
    public void ProcessLine(string resourceId, string line, bool isError)
    {
    }

    public void Status(string resourceId, string text)
    {
    }

    public void Problem(string resourceId, string text)
    {
    }
}
