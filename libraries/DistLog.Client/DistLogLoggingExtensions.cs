using DistLog.Client;
using DistLog.Client.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.Logging;

/// <summary>Adds DistLog to an application's logging.</summary>
public static class DistLogLoggingExtensions
{
    /// <summary>Sends what the application logs to DistLog. Filters: configuration section <c>Logging:DistLog</c>.</summary>
    /// <remarks>Needs <see cref="DistLogClientExtensions.AddDistLogClient"/>.</remarks>
    public static ILoggingBuilder AddDistLog(this ILoggingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, DistLogLoggerProvider>(services => new DistLogLoggerProvider(
            services.GetService<DistLogClient>() ?? throw new InvalidOperationException("AddDistLog() needs a client: call builder.AddDistLogClient(\"distlog\") as well."))));
        return builder;
    }
}
