using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Testing;

/// <summary>What a test gets unless its arguments say otherwise: free ports and a folder of its own.</summary>
internal static class TestDefaults
{
    public const string DataKey = "DISTLOG_DATA";

    private const string PortsSection = "Ports";

    public static void Apply(HostApplicationBuilder builder, string[] args, EntryPointInterception interception)
    {
        Dictionary<string, string?> defaults = builder.Configuration.GetSection(PortsSection).GetChildren()
            .ToDictionary(port => port.Path, string? (_) => "0");
        if (new ConfigurationBuilder().AddCommandLine(args).Build()[DataKey] is null)
        {
            interception.DataDirectory = Path.Combine(Path.GetTempPath(), $"distlog-test-{Guid.NewGuid():N}");
            defaults[DataKey] = interception.DataDirectory;
        }
        builder.Configuration.AddInMemoryCollection(defaults);
        // What comes later wins: the test's own arguments.
        builder.Configuration.AddCommandLine(args);
    }
}
