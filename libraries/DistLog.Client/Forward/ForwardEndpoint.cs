using System.Diagnostics.CodeAnalysis;

namespace DistLog.Client.Forward;

/// <summary>Where the collector listens for the forward protocol.</summary>
internal sealed record ForwardEndpoint(string Host, int Port)
{
    /// <summary>The port of Fluentd and of the collector where none is given.</summary>
    public const int DefaultPort = 24224;

    /// <summary>Reads <c>forward://host:port</c>; <c>tcp://</c> is taken for the same.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ForwardEndpoint? endpoint)
    {
        endpoint = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("forward" or "tcp") || uri.Host.Length == 0)
        {
            return false;
        }

        endpoint = new ForwardEndpoint(uri.IdnHost, uri.Port > 0 ? uri.Port : DefaultPort);
        return uri is { PathAndQuery: "" or "/", UserInfo: "" };
    }

    public override string ToString() => $"forward://{Host}:{Port}";
}
