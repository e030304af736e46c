using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A connection string from the configuration key <c>ConnectionStrings:NAME</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ConnectionStringParameterResource(
            name, _ => builder.Configuration.GetConnectionString(name) ?? throw Missing(name), environmentVariableName)
        {
            IsConnectionString = true,
        });

        static DistributedApplicationException Missing(string name) => new(
            $"Connection string '{name}' is missing: give it as --ConnectionStrings:{name} VALUE or in the environment as ConnectionStrings__{name}.");
    }

    /// <summary>A value from the configuration key <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ParameterResource(
            name,
            standard => builder.Configuration[$"Parameters:{name}"] ?? standard?.GetDefaultValue() ?? throw Missing(name),
            secret));

        static DistributedApplicationException Missing(string name) => new(
            $"Parameter '{name}' is missing: give it as --Parameters:{name} VALUE or in the environment as Parameters__{name}.");
    }
}
