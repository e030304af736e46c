using DistLog.Contracts;

namespace DistLog.Router.Normalisation;

/// <summary>
/// Turns a record of any shape into a document of the contract: one pass over the record's bytes, values passed on as they
/// are, nothing allocated for a field. For one thread.
/// </summary>
internal sealed class Normaliser
{
    private readonly EventRecord _record = new();
    private readonly JsonOutput _output = new();
    private readonly LogDocument _log;
    private readonly NodeLifeDocument _life;

    public Normaliser()
    {
        var attributes = new AttributesWriter(_record, _output);
        _log = new(_record, _output, attributes);
        _life = new(_record, _output, attributes);
    }

    /// <summary>Reads a record and writes its document.</summary>
    /// <param name="value">The record as it stands on the topic nodes; it is not changed.</param>
    /// <param name="arrival">How it came.</param>
    public NormalisedEvent Normalise(byte[] value, in Arrival arrival)
    {
        if (_record.Load(value) is { } refusal)
        {
            return new() { Refusal = refusal };
        }

        _output.Clear();
        var kind = MessageKindReader.Read(_record);
        var source = EventSource.Of(_record, arrival.Key);
        var time = EventTime.Of(_record, arrival.UnixMs);
        return kind == MessageKind.Log ? Log(source, time, arrival) : Life(kind, source, time, arrival);
    }

    private NormalisedEvent Log(EventSource source, EventTime time, scoped in Arrival arrival)
    {
        var logId = LogIdentity.Of(_record, time, arrival);
        var severity = LevelReader.Read(_record);
        _log.Write(source, time, logId, severity);
        _output.JoinLines();
        return new()
        {
            Kind = MessageKind.Log,
            Severity = severity,
            Document = _output.Written,
            NodeId = source.NodeId,
            LogId = logId,
        };
    }

    private NormalisedEvent Life(MessageKind kind, EventSource source, EventTime time, scoped in Arrival arrival)
    {
        _life.Write(kind, source, time, arrival.UnixMs);
        _output.JoinLines();
        return new() { Kind = kind, Severity = Severity.Info, Document = _output.Written, NodeId = source.NodeId };
    }
}
