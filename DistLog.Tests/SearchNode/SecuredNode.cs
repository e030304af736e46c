using System.Net.Http.Headers;
using System.Text;

namespace DistLog.Tests.SearchNode;

/// <summary>A node with a password, two documents in app-1 and one in other.</summary>
public sealed class SecuredNode : SharedNode
{
    private const string Password = "correct horse";

    protected override string[] Settings => ["--SearchNode:Security:Password", Password];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        UsePassword();
        await Node.FillAsync("app-1", """{"n":1}""", """{"n":2}""");
        await Node.FillAsync("other", """{"n":3}""");
    }

    /// <summary>From here on the client is the superuser.</summary>
    internal void UsePassword() =>
        Node.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("elastic:" + Password)));
}
