using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting;

/// <summary>What this host offers beyond Aspire's app model.</summary>
public static class AutoRestartExtensions
{
    /// <summary>
    /// Starts the process again after it has ended by itself. A process that keeps ending waits
    /// twice as long each time. A process stopped by command stays stopped, and <c>AutoRestart=false</c>
    /// in the configuration turns it off for all.
    /// </summary>
    public static IResourceBuilder<T> WithAutoRestart<T>(this IResourceBuilder<T> builder, TimeSpan delay)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new AutoRestartAnnotation(delay), ResourceAnnotationMutationBehavior.Replace);
    }
}

internal sealed record AutoRestartAnnotation(TimeSpan Delay) : IResourceAnnotation;
