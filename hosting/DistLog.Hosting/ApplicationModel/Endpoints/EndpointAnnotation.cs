using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null,
        int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : protocol.ToString().ToLowerInvariant());
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied ?? true;
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; }

    public string UriScheme { get; set; }

    public string Transport { get; set; }

    /// <summary>The port to reach it on; null for a free one.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// The port the process is told to listen on. This host puts no proxy between the two,
    /// so that it counts only where <see cref="Port"/> is null.
    /// </summary>
    public int? TargetPort { get; set; }

    public string TargetHost { get; set; } = KnownHostNames.Localhost;

    public bool IsExternal { get; set; }

    public bool IsProxied { get; set; }

    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>The environment variable by which the process learns its port.</summary>
    internal string? PortVariable { get; init; }

    /// <summary>Where the first replica listens; null until the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => Allocations.Count > 0 ? Allocations[0] : null;
        set => Allocations = value is null ? [] : [value];
    }

    /// <summary>Where each replica listens, in the order of the replicas.</summary>
    internal IReadOnlyList<AllocatedEndpoint> Allocations { get; set; } = [];
}
