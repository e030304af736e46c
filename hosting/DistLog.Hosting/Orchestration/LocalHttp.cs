namespace DistLog.Hosting.Orchestration;

/// <summary>HTTP to the application's own processes: never through a proxy that the environment names.</summary>
internal static class LocalHttp
{
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // A restarted process must not be asked over its predecessor's connection for long.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    });
}
