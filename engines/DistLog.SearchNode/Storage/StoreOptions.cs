using System.ComponentModel.DataAnnotations;

namespace DistLog.SearchNode.Storage;

/// <summary>The settings of the search node, configuration section <c>SearchNode</c>.</summary>
internal sealed class StoreOptions
{
    public const string Section = "SearchNode";

    /// <summary>The folder for all data.</summary>
    [Required]
    public string DataDirectory { get; set; } = ".distlog/searchnode";

    /// <summary>MiB of documents that an index holds in memory before it writes a segment.</summary>
    [Range(1, 1024)]
    public int BufferMegabytes { get; set; } = 32;

    /// <summary>Seconds after which documents in memory are written to a segment even if they are few.</summary>
    [Range(1, 86_400)]
    public int FlushSeconds { get; set; } = 30;

    /// <summary>Milliseconds between refreshes; a document is searchable after at most about this long.</summary>
    [Range(10, 60_000)]
    public int RefreshMilliseconds { get; set; } = 500;

    /// <summary>MiB of column data read from disk that are kept in memory.</summary>
    [Range(1, 16_384)]
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Milliseconds from which on a search is named in the log as slow; 0 names none.</summary>
    [Range(0, int.MaxValue)]
    public int SlowSearchMilliseconds { get; set; } = 2000;

    /// <summary>MiB of the largest request body, decompressed.</summary>
    [Range(1, 1024)]
    public int RequestMegabytes { get; set; } = 100;

    /// <summary>MiB of free disk below which writes are refused with 429, so that the log never meets a full disk.</summary>
    [Range(0, 1 << 20)]
    public int MinimumFreeMegabytes { get; set; } = 256;
}
