using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Security;

namespace DistLog.SearchNode.Http;

/// <summary><c>_security</c>: who one is, and API keys.</summary>
internal sealed class SecurityEndpoints(ApiKeyStore keys)
{
    private const int LongestName = 256;

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_security/_authenticate", AuthenticateAsync);
        routes.Map("GET,POST", "/_security/user/_has_privileges", HasPrivilegesAsync);
        routes.Map("POST,PUT", "/_security/api_key", CreateAsync);
        routes.Map("GET", "/_security/api_key", ListAsync);
        routes.Map("DELETE", "/_security/api_key", InvalidateAsync);
        routes.Map("PUT", "/_security/api_key/{id}", UpdateAsync);
        routes.Map("GET,POST", "/_security/_query/api_key", QueryAsync);
        routes.Map("GET,POST,PUT,DELETE", "/_security/{**rest}", _ => throw Refuse.NotSupported("_security beyond API keys and the built-in user"));
    }

    private static Principal Me(RestRequest request) => SecurityMiddleware.Of(request.Http)!;

    private static Task AuthenticateAsync(RestRequest request)
    {
        var me = Me(request);
        var json = new JsonObject
        {
            ["username"] = me.User,
            ["roles"] = me.Key is null ? new JsonArray("superuser") : [],
            ["full_name"] = null,
            ["email"] = null,
            ["metadata"] = me.Key is null ? new JsonObject { ["_reserved"] = true } : [],
            ["enabled"] = true,
            ["authentication_realm"] = new JsonObject { ["name"] = me.Key is null ? "reserved" : "_es_api_key", ["type"] = me.Key is null ? "reserved" : "_es_api_key" },
            ["lookup_realm"] = new JsonObject { ["name"] = me.Key is null ? "reserved" : "_es_api_key", ["type"] = me.Key is null ? "reserved" : "_es_api_key" },
            ["authentication_type"] = me.Key is null ? "realm" : "api_key",
        };
        if (me.Key is { } key)
        {
            json["api_key"] = new JsonObject { ["id"] = key.Id, ["name"] = key.Name };
        }

        return request.Tree(json);
    }

    private static async Task HasPrivilegesAsync(RestRequest request)
    {
        var (me, body) = (Me(request), await request.RequiredObjectAsync());
        var cluster = new JsonObject();
        var index = new JsonObject();
        foreach (var privilege in body["cluster"].Strings())
        {
            Privileges.CheckCluster(privilege);
            cluster[privilege] = me.Key?.Grants?.AllowsCluster(privilege) ?? true;
        }

        foreach (var entry in body["index"] as JsonArray ?? [])
        {
            foreach (var name in entry?["names"].Strings() ?? [])
            {
                var each = index[name] as JsonObject ?? [];
                index[name] = each.Parent is null ? each : each.DeepClone();
                foreach (var privilege in entry?["privileges"].Strings() ?? [])
                {
                    Privileges.CheckIndex(privilege);
                    index[name]![privilege] = me.Allows(privilege, name);
                }
            }
        }

        var all = cluster.Concat(index.SelectMany(pair => pair.Value!.AsObject())).All(pair => pair.Value!.GetValue<bool>());
        await request.Tree(new JsonObject { ["username"] = me.User, ["has_all_requested"] = all, ["cluster"] = cluster, ["index"] = index, ["application"] = new JsonObject() });
    }

    private async Task CreateAsync(RestRequest request)
    {
        var (me, body) = (Me(request), await request.RequiredObjectAsync());
        if (me.Key is not null)
        {
            // A key could otherwise be turned into one that outlives it.
            throw Refuse.IllegalArgument("creating derived api keys requires an explicit role descriptor that is empty (has no privileges)");
        }

        var name = Checked(body, "name", "expiration", "role_descriptors", "metadata")["name"].Text();
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.StartsWith('_') || name != name.Trim())
        {
            throw Refuse.Validation(string.IsNullOrWhiteSpace(name) ? "api key name is required" : $"api key name may not be more than {LongestName} characters long, start with an underscore, or begin or end with whitespace");
        }

        var (key, secret) = keys.Create(name, me.User, Lifetime(body), Roles(body), body["metadata"]?.DeepClone() as JsonObject);
        var json = new JsonObject { ["id"] = key.Id, ["name"] = key.Name };
        if (key.Expiration is { } expiration)
        {
            json["expiration"] = expiration;
        }

        json["api_key"] = secret;
        json["encoded"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.Id}:{secret}"));
        await request.Tree(json);
    }

    private static JsonObject Checked(JsonObject body, params string[] known)
    {
        foreach (var (field, _) in body)
        {
            if (!known.Contains(field))
            {
                throw Refuse.ContentParse($"[api_key_request] unknown field [{field}]{Suggestion.For(field, known)}");
            }
        }

        return body;
    }

    private static TimeSpan? Lifetime(JsonObject body) => body["expiration"].Text() is { } text
        ? Durations.Parse(text, "expiration") is var time && time > TimeSpan.Zero ? time : throw Refuse.Validation("api key expiration must be in the future")
        : null;

    private static JsonObject? Roles(JsonObject body)
    {
        var roles = body["role_descriptors"]?.DeepClone() as JsonObject;
        Grants.Parse(roles);
        return roles;
    }

    private Task ListAsync(RestRequest request)
    {
        var found = Selected(request, request.List("id"), request.Parameter("name")).Where(key => !request.Flag("active_only") || key.IsUsable(keys.Now)).ToArray();
        return request.Parameter("id") is { } id && found.Length == 0
            ? throw Refuse.ResourceNotFound($"api key [{id}] not found")
            : request.Tree(new JsonObject { ["api_keys"] = new JsonArray([.. found.Select(key => (JsonNode)Describe(key))]) });
    }

    /// <summary>Keys by id and by name; for who isn't the superuser, none but its own.</summary>
    private IEnumerable<ApiKey> Selected(RestRequest request, IReadOnlyList<string>? ids, string? name)
    {
        var me = Me(request);
        return keys.All
            .Where(key => me.Key is null || me.Key.Grants?.AllowsCluster("manage_api_key") != false || key.Id == me.Key.Id)
            .Where(key => ids is null || ids.Contains(key.Id))
            .Where(key => name is null || Glob.Matches(name, key.Name));
    }

    private static JsonObject Describe(ApiKey key)
    {
        var json = new JsonObject { ["id"] = key.Id, ["name"] = key.Name, ["type"] = "rest", ["creation"] = key.Creation };
        if (key.Expiration is { } expiration)
        {
            json["expiration"] = expiration;
        }

        json["invalidated"] = key.Invalidation is not null;
        if (key.Invalidation is { } invalidation)
        {
            json["invalidation"] = invalidation;
        }

        json["username"] = key.Owner;
        json["realm"] = "reserved";
        json["metadata"] = key.Metadata?.DeepClone() ?? new JsonObject();
        json["role_descriptors"] = key.RoleDescriptors?.DeepClone() ?? new JsonObject();
        return json;
    }

    private async Task InvalidateAsync(RestRequest request)
    {
        var body = Checked(await request.RequiredObjectAsync(), "id", "ids", "name", "owner", "username", "realm_name");
        string[] ids = [.. body["ids"].Strings(), .. body["id"].Strings()];
        var name = body["name"].Text();
        if (ids.Length == 0 && name is null && body["owner"].Bool() != true && body["username"] is null)
        {
            throw Refuse.Validation("One of [api key id(s), api key name, username, realm name] must be specified if [owner] flag is false");
        }

        var selected = Selected(request, ids.Length == 0 ? null : ids, name).Where(key => body["username"].Text() is not { } user || user == key.Owner).ToArray();
        var before = selected.Where(key => key.Invalidation is not null).ToArray();
        keys.Invalidate(selected);
        await request.Tree(new JsonObject
        {
            ["invalidated_api_keys"] = new JsonArray([.. selected.Except(before).Select(key => (JsonNode)key.Id)]),
            ["previously_invalidated_api_keys"] = new JsonArray([.. before.Select(key => (JsonNode)key.Id)]),
            ["error_count"] = 0,
        });
    }

    private async Task UpdateAsync(RestRequest request)
    {
        var id = request.Path("id");
        var body = Checked(await request.ObjectAsync() ?? [], "role_descriptors", "metadata", "expiration");
        if (Me(request).Key is not null)
        {
            throw Refuse.IllegalArgument("authentication via API key not supported: only the owner user can update an API key");
        }

        var key = keys.Find(id) is { Invalidation: null } found ? found : throw Refuse.ResourceNotFound($"no API key owned by requesting user found for ID [{id}]");
        var roles = body.ContainsKey("role_descriptors") ? Roles(body) : key.RoleDescriptors?.DeepClone() as JsonObject;
        var metadata = (body.ContainsKey("metadata") ? body["metadata"] : key.Metadata)?.DeepClone() as JsonObject;
        var expiration = Lifetime(body) is { } time ? keys.Now + (long)time.TotalMilliseconds : key.Expiration;
        var isChanged = !JsonNode.DeepEquals(roles, key.RoleDescriptors) || !JsonNode.DeepEquals(metadata, key.Metadata) || expiration != key.Expiration;
        if (isChanged)
        {
            keys.Replace(key.With(roles, metadata, expiration));
        }

        await request.Tree(new JsonObject { ["updated"] = isChanged });
    }

    private async Task QueryAsync(RestRequest request)
    {
        var query = (await request.ObjectAsync())?["query"] as JsonObject ?? new JsonObject { ["match_all"] = new JsonObject() };
        var ids = query.First() switch
        {
            { Key: "match_all" } => null,
            { Key: "ids", Value: var body } => body?["values"].Strings(),
            var other => throw Refuse.NotSupported($"query {other.Key} for API keys"),
        };
        var found = Selected(request, ids, null).ToArray();
        await request.Tree(new JsonObject { ["total"] = found.Length, ["count"] = found.Length, ["api_keys"] = new JsonArray([.. found.Select(key => (JsonNode)Describe(key))]) });
    }
}
