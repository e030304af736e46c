using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

internal static class OrchestrationServices
{
    public static void AddOrchestration(
        this IServiceCollection services, IDistributedApplicationBuilder builder, string[] args, bool interactive)
    {
        services.AddSingleton(new DistributedApplicationModel(builder.Resources));
        services.AddSingleton(builder.ExecutionContext);
        services.AddSingleton(new ResourceLoggerService());
        services.AddSingleton(new ResourceNotificationService
        {
            // A person can mend and start what has failed; a test had better fail at once.
            DefaultWaitBehavior = interactive ? WaitBehavior.WaitOnResourceUnavailable : WaitBehavior.StopOnResourceUnavailable,
        });
        services.AddSingleton<ProcessDefaults>();
        services.AddSingleton<ProcessSpecBuilder>();
        services.AddSingleton(_ => new HealthProbe(LocalHttp.CreateClient()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApplicationOrchestrator>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ApplicationOrchestrator>());
        services.AddSingleton(provider => new ResourceCommandService(provider.GetRequiredService<ApplicationOrchestrator>()));
        services.AddSingleton(new HostArguments(args));
        if (interactive)
        {
            services.AddSingleton<HostRunner>();
            services.AddHostedService<ParentWatch>();
            services.AddSingleton<IHostLifetime, SignalLifetime>();
            services.AddSingleton(_ => ConsoleOutput.Create(builder.Resources));
            services.AddSingleton<IOutput>(provider => provider.GetRequiredService<ConsoleOutput>());
        }
        else
        {
            services.AddSingleton<IHostLifetime, NoLifetime>();
            services.AddSingleton<IOutput, SilentOutput>();
        }
    }
}

/// <summary>The command line of the AppHost.</summary>
internal sealed record HostArguments(IReadOnlyList<string> Values);
