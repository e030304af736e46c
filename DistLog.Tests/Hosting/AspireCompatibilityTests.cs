using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DistLog.Tests.Hosting;

/// <summary>AppHost.cs must compile against the Aspire packages too: it may use nothing that they lack.</summary>
public sealed class AspireCompatibilityTests
{
    /// <summary>Behind <c>#if !ASPIRE</c>, and the interface of the generated classes.</summary>
    private static readonly string[] OurOwn = ["AutoRestartExtensions", "IBuiltProject"];

    [Fact]
    public void The_map_is_written_against_Aspires_namespaces_alone()
    {
        using FileStream file = File.OpenRead(typeof(Projects.DistLog_AppHost).Assembly.Location);
        using var assembly = new PEReader(file);
        MetadataReader metadata = assembly.GetMetadataReader();

        string[] types =
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => IsFromTheHost(metadata, type))
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];

        Assert.NotEmpty(types);
        Assert.DoesNotContain(types, type => !type.StartsWith("Aspire.Hosting.", StringComparison.Ordinal) && !OurOwn.Any(type.EndsWith));
    }

    private static bool IsFromTheHost(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.AssemblyReference
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == "DistLog.Hosting";
}
