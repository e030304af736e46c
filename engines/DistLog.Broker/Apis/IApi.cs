using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>One request type: its versions, and how a request becomes a response.</summary>
internal interface IApi
{
    ApiKey Key { get; }

    short MinVersion { get; }

    short MaxVersion { get; }

    /// <summary>The first version with compact types and tagged fields (KIP-482).</summary>
    short FirstFlexibleVersion { get; }

    /// <summary>
    /// Reads the request and writes the response. What must happen in the order of the connection's requests happens before
    /// the first await.
    /// </summary>
    Task HandleAsync(RequestContext context);
}
