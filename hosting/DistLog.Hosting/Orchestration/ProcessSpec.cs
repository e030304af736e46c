namespace DistLog.Hosting.Orchestration;

/// <summary>What to start, and how.</summary>
internal sealed record ProcessSpec(
    string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);
