using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Injects <c>ConnectionStrings__NAME</c>.</summary>
    /// <param name="builder">The resource that gets the variable.</param>
    /// <param name="source">The connection string.</param>
    /// <param name="connectionName">NAME, where it isn't the source's own.</param>
    /// <param name="optional">Whether the value may be missing.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        string variable = source.Resource.ConnectionStringEnvironmentVariable
            ?? $"ConnectionStrings__{connectionName ?? source.Resource.Name}";
        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(source.Resource, Relationships.Reference))
            .WithEnvironment(context => References.AddConnectionStringAsync(context, variable, source.Resource, optional));
    }

    /// <summary>Injects <c>services__NAME__ENDPOINT__N</c> for every endpoint of the source.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(source.Resource, Relationships.Reference))
            .WithEnvironment(context => References.AddEndpoints(context, source.Resource));
    }

    /// <summary>Injects <c>services__NAME__ENDPOINT__N</c> for one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endpointReference);
        return builder
            .WithAnnotation(new ResourceRelationshipAnnotation(endpointReference.Resource, Relationships.Reference))
            .WithEnvironment(context => References.AddEndpoint(context, endpointReference.Resource, endpointReference.EndpointAnnotation));
    }
}
