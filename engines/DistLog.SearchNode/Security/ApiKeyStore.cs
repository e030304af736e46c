using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Security;

/// <summary>The API keys, in one file that is replaced as a whole. Nobody but the node's own user can read it.</summary>
internal sealed class ApiKeyStore
{
    private const int FormatVersion = 1;

    /// <summary>The file is written anew for each change.</summary>
    private const int MostKeys = 10_000;

    /// <summary>How long keys that can't be used any more are shown, as in Elasticsearch.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public ApiKeyStore(string directory, TimeProvider time)
    {
        _path = Path.Combine(directory, "api-keys.json");
        _time = time;
        Load();
    }

    public IEnumerable<ApiKey> All => _keys.Values.OrderBy(key => key.Creation).ThenBy(key => key.Id, StringComparer.Ordinal);

    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public ApiKey? Find(string id) => _keys.GetValueOrDefault(id);

    /// <summary>Makes a key; its secret is given out this once.</summary>
    public (ApiKey Key, string Secret) Create(string name, string owner, TimeSpan? lifetime, JsonObject? roles, JsonObject? metadata)
    {
        lock (_gate)
        {
            Purge();
            if (_keys.Count >= MostKeys)
            {
                throw Refuse.IllegalArgument($"there are [{MostKeys}] API keys already; invalidate some first");
            }

            var secret = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 22);
            var key = new ApiKey
            {
                Id = Ids.NewDocumentId(),
                Name = name,
                SecretHash = ApiKey.HashOf(secret),
                Creation = Now,
                Owner = owner,
                Expiration = lifetime is { } time ? Now + (long)time.TotalMilliseconds : null,
                RoleDescriptors = roles,
                Metadata = metadata,
                Grants = Grants.Parse(roles),
            };
            _keys[key.Id] = key;
            Save();
            return (key, secret);
        }
    }

    public void Replace(ApiKey key)
    {
        lock (_gate)
        {
            _keys[key.Id] = key;
            Save();
        }
    }

    /// <summary>Makes keys unusable from now on, on open connections too.</summary>
    public void Invalidate(IEnumerable<ApiKey> keys)
    {
        lock (_gate)
        {
            foreach (var key in keys)
            {
                key.Invalidation ??= Now;
            }

            Save();
        }
    }

    private void Purge()
    {
        var before = Now - (long)Retention.TotalMilliseconds;
        foreach (var key in _keys.Values.Where(key => key.Invalidation < before || key.Expiration < before))
        {
            _keys.TryRemove(key.Id, out _);
        }
    }

    private void Load()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(_path))!.AsObject();
            if (json["format"]?.GetValue<int>() != FormatVersion)
            {
                throw new InvalidDataException($"{_path} has format {json["format"]}, and this program reads {FormatVersion}. Start the version of the program that wrote it.");
            }

            foreach (var key in json["keys"]!.AsArray().Select(key => ApiKey.FromJson(key!.AsObject())))
            {
                _keys[key.Id] = key;
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException($"{_path} can't be read ({wrong.Message}). Delete it to start without API keys.", wrong);
        }
    }

    private void Save()
    {
        var json = new JsonObject { ["format"] = FormatVersion, ["keys"] = new JsonArray([.. All.Select(key => (JsonNode)key.ToJson())]) };
        Durable.Replace(_path, Encoding.UTF8.GetBytes(json.ToJsonString()));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
