using DistLog.Console.Logs;
using DistLog.Console.Overview;

namespace DistLog.Console.Search;

/// <summary>What pages ask of the store.</summary>
internal interface ILogStore
{
    /// <exception cref="StoreException">The store refused the query or did not answer.</exception>
    Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellationToken);

    /// <summary>One event whole; null where there is none with this id.</summary>
    /// <exception cref="StoreException">The store did not answer.</exception>
    Task<LogDetails?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Counts over the time up to now.</summary>
    /// <exception cref="StoreException">The store did not answer.</exception>
    Task<Counts> CountAsync(TimeSpan window, CancellationToken cancellationToken);
}
