using System.ComponentModel.DataAnnotations;

namespace DistLog.ServiceDefaults.Elasticsearch;

/// <summary>How a service speaks to the store; configuration section <c>Elasticsearch</c>.</summary>
public sealed class ElasticsearchOptions
{
    public const string Section = "Elasticsearch";

    /// <summary><c>http[s]://[user:password@]host:port</c>; taken from <c>ConnectionStrings:elasticsearch</c>.</summary>
    [Required]
    public Uri Endpoint { get; set; } = null!;

    /// <summary>An API key in Elasticsearch's encoded form; unset: the connection string's user, or none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Seconds until a request counts as failed.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;
}
