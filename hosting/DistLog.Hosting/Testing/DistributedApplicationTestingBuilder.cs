using System.Reflection;
using DistLog.Hosting.Testing;

namespace Aspire.Hosting.Testing;

/// <summary>Makes applications for tests: with free ports and an empty data folder, unless the arguments say otherwise.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly: <c>Projects.DistLog_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly: <c>Projects.DistLog_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <summary>Calls the AppHost's entry point, and takes the builder from it just before it would build.</summary>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        var interception = new EntryPointInterception(entryPoint.Assembly);
        interception.Begin(args);
        DistributedApplicationBuilder builder = await interception.Builder.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new TestingBuilder(builder, interception, interception.BuildAsync);
    }

    /// <summary>An empty application, for tests that draw their own map.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args)
    {
        var interception = new EntryPointInterception(Assembly.GetCallingAssembly());
        var builder = new DistributedApplicationBuilder(new DistributedApplicationOptions { Args = args }, interception);
        return new TestingBuilder(builder, interception, () =>
        {
            _ = interception.BuildAsync();
            return Task.FromResult(builder.Build());
        });
    }
}
