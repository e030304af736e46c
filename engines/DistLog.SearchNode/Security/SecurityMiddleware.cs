using System.Net;
using DistLog.SearchNode.Errors;
using Microsoft.Extensions.Options;

namespace DistLog.SearchNode.Security;

/// <summary>Lets in who has a right to be: with security on, whoever brings the password or an API key; with it off, programs of this machine.</summary>
internal sealed class SecurityMiddleware(RequestDelegate next, Authenticator authenticator, IOptions<SecurityOptions> options)
{
    private static readonly object Key = new();

    /// <summary>Who a request comes from.</summary>
    public static Principal? Of(HttpContext http) => http.Items[Key] as Principal;

    public async Task InvokeAsync(HttpContext http)
    {
        if (!authenticator.IsOn)
        {
            RefuseForeignHost(http);
            http.Items[Key] = authenticator.Superuser;
        }
        else if (http.Request.Path.Value is not ("/health" or "/alive"))
        {
            http.Items[Key] = Authenticate(http);
        }

        await next(http);
    }

    /// <summary>
    /// A page on the web can make a browser here send requests to a name that it lets point to 127.0.0.1; they carry that name. Behind a
    /// node that other machines may reach anyway there is nothing left to protect.
    /// </summary>
    private void RefuseForeignHost(HttpContext http)
    {
        if (!options.Value.AllowInsecureRemote && http.Request.Host is { HasValue: true, Host: var host } && !ListenCheck.IsLocalHost(host) && !IsOwnAddress(http, host))
        {
            throw new ElasticsearchException(403, "security_exception", $"requests for host [{host}] are refused: without a password only this machine's own names are answered. Set SearchNode__Security__Password");
        }
    }

    private static bool IsOwnAddress(HttpContext http, string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) && address.Equals(http.Connection.LocalIpAddress);

    private Principal Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (authenticator.Authenticate(header.Length == 0 ? null : header, out var tried) is { } principal)
        {
            return principal;
        }

        string[] schemes = ["Basic realm=\"security\", charset=\"UTF-8\"", "ApiKey"];
        http.Response.Headers.WWWAuthenticate = schemes;
        var uri = http.Request.Path + http.Request.QueryString.Value;
        var reason = header.Length == 0
            ? $"missing authentication credentials for REST request [{uri}]"
            : tried is not null ? $"unable to authenticate user [{tried}] for REST request [{uri}]" : $"unable to authenticate with provided credentials and anonymous access is not allowed for this request";
        throw new ElasticsearchException(401, "security_exception", reason) { Header = schemes };
    }

    /// <summary>Refuses what the request's route needs and its principal may not; and makes known to what comes who it is.</summary>
    public static void Authorize(HttpContext http, string path, RouteAccess access)
    {
        if (Of(http) is not { Key.Grants: not null } principal)
        {
            return;
        }

        if (RouteAccess.IsFree(path))
        {
            Principal.Restricted = principal with { Privilege = Privileges.Read };
            return;
        }

        if (!access.OnIndices)
        {
            principal.DemandCluster(access.Privilege, access.Action);
            Principal.Restricted = principal with { Action = access.Action, Privilege = Privileges.Monitor };
            return;
        }

        var acting = principal with { Action = access.Action, Privilege = access.Privilege };
        Principal.Restricted = acting;
        if (access.AllIndices)
        {
            acting.Demand(access.Privilege, "*");
        }

        DemandNames(http, acting, access);
    }

    /// <summary>Names in the path must be allowed as they are written; what wildcards stand for is left to whoever resolves them, where that is done.</summary>
    private static void DemandNames(HttpContext http, Principal acting, RouteAccess access)
    {
        var names = (http.Request.RouteValues["index"] ?? http.Request.RouteValues["name"]) as string;
        foreach (var name in names?.Split(',') ?? [])
        {
            var plain = name.Replace("::failures", "", StringComparison.Ordinal).TrimStart('-');
            var isResolved = access.Privilege is Privileges.Read or Privileges.Monitor && http.Request.RouteValues.ContainsKey("index");
            if (plain is not "_all" && !plain.Contains('*') || !isResolved)
            {
                acting.Demand(access.Privilege, plain == "_all" ? "*" : plain);
            }
        }
    }
}
