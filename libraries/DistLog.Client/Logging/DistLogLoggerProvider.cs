using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistLog.Client.Logging;

/// <summary>The logging provider; its filters stand in the configuration section <c>Logging:DistLog</c>.</summary>
[ProviderAlias("DistLog")]
internal sealed class DistLogLoggerProvider(DistLogClient client) : ILoggerProvider, ISupportExternalScope
{
    private const string OwnCategory = "DistLog.Client";

    private readonly ConcurrentDictionary<string, DistLogLogger> _loggers = new(StringComparer.Ordinal);

    /// <summary>The scopes, where settings want them.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith(OwnCategory, StringComparison.Ordinal)
        ? SilentLogger.Instance
        : _loggers.GetOrAdd(categoryName, name => new DistLogLogger(client, name, this));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        Scopes = client.Settings.IncludeScopes ? scopeProvider : null;

    /// <summary>Nothing to do: the client is disposed by whoever made it.</summary>
    public void Dispose()
    {
    }
}
