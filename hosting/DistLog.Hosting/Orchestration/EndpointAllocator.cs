using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace DistLog.Hosting.Orchestration;

/// <summary>Gives every endpoint its port before anything starts, so that every address is known from the beginning.</summary>
internal sealed class EndpointAllocator(IConfiguration configuration)
{
    /// <summary>
    /// Free ports come from below the range that Linux, macOS and Windows take outgoing connections' ports from,
    /// so that no connection takes the port between its choice and its use.
    /// </summary>
    private const int FirstFree = 22000;
    private const int LastFree = 32000;
    private const int Attempts = 1000;

    private readonly HashSet<int> _taken = [];

    /// <param name="resources">Whose endpoints to give ports.</param>
    /// <param name="patience">How long to wait for ports that a former host's processes may still be giving up.</param>
    /// <exception cref="DistributedApplicationException">A port is taken; names all that are.</exception>
    public async Task AllocateAsync(IReadOnlyList<IResource> resources, TimeSpan patience)
    {
        var endpoints = resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>(), (resource, endpoint) => (resource, endpoint)).ToList();
        Dictionary<int, string> owners = [];
        List<string> problems = [];
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        foreach ((IResource resource, EndpointAnnotation endpoint) in endpoints)
        {
            if (FixedPort(endpoint) is { } port)
            {
                string owner = $"resource '{resource.Name}' (endpoint '{endpoint.Name}')";
                problems.AddRange(await ProblemsAsync(resource, port, owner, owners, deadline).ConfigureAwait(false));
                owners.TryAdd(port, owner);
            }
        }
        if (problems.Count > 0)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, problems));
        }
        _taken.UnionWith(owners.Keys);
        foreach ((IResource resource, EndpointAnnotation endpoint) in endpoints)
        {
            endpoint.Allocations = [.. Enumerable.Range(0, resource.GetReplicaCount())
                .Select(_ => new AllocatedEndpoint(endpoint, endpoint.TargetHost, FixedPort(endpoint) ?? FreePort()))];
        }
    }

    private static int? FixedPort(EndpointAnnotation endpoint) => (endpoint.Port ?? endpoint.TargetPort) is { } port and > 0 ? port : null;

    private async Task<IEnumerable<string>> ProblemsAsync(
        IResource resource, int port, string owner, Dictionary<int, string> owners, long deadline)
    {
        if (owners.TryGetValue(port, out string? other))
        {
            return [$"Port {port} is given to both {other} and {owner}. {Advice(port)}"];
        }
        if (resource.GetReplicaCount() > 1)
        {
            return [$"Port {port} can't be shared by the {resource.GetReplicaCount()} replicas of {owner}. {Advice(port)}"];
        }
        while (!IsFree(port))
        {
            if (Environment.TickCount64 >= deadline)
            {
                string holder = PortOwner.Find(port) is { } process ? $" by {process}" : "";
                return [$"Port {port} is already in use{holder}; {owner} needs it. {Advice(port)}"];
            }
            await Task.Delay(100).ConfigureAwait(false);
        }
        return [];
    }

    private string Advice(int port)
    {
        string? setting = configuration.AsEnumerable()
            .Where(entry => entry.Value == $"{port}" && entry.Key.Contains("port", StringComparison.OrdinalIgnoreCase))
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return setting is null
            ? "Choose another port in AppHost.cs."
            : $"Stop what holds it, or choose another port: --{setting} PORT, or {setting.Replace(":", "__", StringComparison.Ordinal)}=PORT in the environment (0 takes a free one).";
    }

    private int FreePort()
    {
        for (int i = 0; i < Attempts; i++)
        {
            int port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(FirstFree, LastFree);
            if (!_taken.Contains(port) && IsFree(port))
            {
                _taken.Add(port);
                return port;
            }
        }
        throw new DistributedApplicationException($"No free port found between {FirstFree} and {LastFree} in {Attempts} attempts.");
    }

    /// <summary>Both loopback addresses count: a server on <c>localhost</c> takes both.</summary>
    private static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception)
        {
            // A machine without IPv6 on its loopback has no such address to be taken.
            return exception.SocketErrorCode != SocketError.AddressAlreadyInUse && exception.SocketErrorCode != SocketError.AccessDenied;
        }
    }
}
