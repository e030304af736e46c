using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace DistLog.Console.Security;

/// <summary>Keeps the framework from writing a key to the home directory at start: the console protects no data with it.</summary>
internal sealed class NoStoredKeys : IXmlRepository
{
    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddDataProtection();
        return services.Configure<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new NoStoredKeys();
            options.XmlEncryptor = new NullXmlEncryptor();
        });
    }

    public IReadOnlyCollection<XElement> GetAllElements() => [];

    public void StoreElement(XElement element, string friendlyName)
    {
        // The process's own copy is enough for as long as it lives.
    }
}
