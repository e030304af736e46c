using System.Net;
using System.Text;
using System.Text.Json;
using DistLog.Collector.MsgPack;
using DistLog.Collector.Sink;
using DistLog.Contracts;

namespace DistLog.Collector.Records;

/// <summary>Makes the bus's records out of one sender's input and gathers them into batches.</summary>
/// <remarks>Not for more than one thread. The injected fields stand at the end of each object, as Fluentd's inject section puts them.</remarks>
internal sealed class RecordIntake
{
    // A batch of this size is handed on: large enough that its cost is spread, small enough that the bus works beside the parser.
    private const int MaxBatchRecords = 10_000;
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    // After so many one behind the other the rest of the input is set aside in large pieces: garbage must not cost more than
    // it took to send.
    private const int MaxRejectionsInARow = 100;

    // How many are told to an HTTP sender one by one.
    private const int MaxRejectionsKept = 10;

    private readonly IntakeContext _context;
    private readonly string _source;
    private readonly string _sender;
    private readonly byte[] _senderJson;
    private readonly byte[] _senderKey;
    private readonly JsonBuffer _json = new();
    private readonly KeyCache _keys = new();
    private readonly List<Rejection> _rejections = [];
    private RecordBatch? _batch;
    private int _rejectedInARow;

    public RecordIntake(IntakeContext context, string source, IPAddress sender)
    {
        _context = context;
        _source = source;
        _sender = (sender.IsIPv4MappedToIPv6 ? sender.MapToIPv4() : sender).ToString();
        _senderKey = Encoding.ASCII.GetBytes(_sender);
        _senderJson = Encoding.ASCII.GetBytes($",\"{Fields.InjectedSender}\":\"{_sender}\"}}");
    }

    /// <summary>The tag of what comes next.</summary>
    public EventTag Tag { get; private set; } = new([]);

    /// <summary>The transport's own time of what comes next, nanoseconds since 1970, where it has one.</summary>
    public long? Time { get; set; }

    /// <summary>What is being gathered. It is dated when its first record arrives.</summary>
    public RecordBatch Batch => _batch ??= new RecordBatch(_context.Time.GetUtcNow().ToUnixTimeMilliseconds());

    public bool IsFull => _batch is { } batch && (batch.Count >= MaxBatchRecords || batch.Bytes >= MaxBatchBytes);

    /// <summary>How many records were made of the input.</summary>
    public long Accepted { get; private set; }

    /// <summary>How many parts of the input were none.</summary>
    public long Rejected { get; private set; }

    /// <summary>The first few of them.</summary>
    public IReadOnlyList<Rejection> Rejections => _rejections;

    /// <summary>Whether the input is so bad that its rest should be set aside at once.</summary>
    public bool IsHopeless => _rejectedInARow >= MaxRejectionsInARow;

    public void SetTag(ReadOnlySpan<byte> tag)
    {
        if (!Tag.Is(tag))
        {
            Tag = new EventTag(tag);
        }
    }

    /// <summary>Forgets what was counted, for the next message.</summary>
    public void ResetCounts()
    {
        Accepted = 0;
        Rejected = 0;
        _rejectedInARow = 0;
        _rejections.Clear();
    }

    /// <summary>Hands over what was gathered; null where nothing was.</summary>
    public RecordBatch? Take()
    {
        var batch = _batch;
        _batch = null;
        return batch;
    }

    /// <summary>Adds the MessagePack map at the start of the input.</summary>
    /// <returns>False with the reason where it is no record.</returns>
    public bool TryAddMsgPack(ReadOnlySpan<byte> input, out int consumed, out string? error)
    {
        _json.Clear();
        var transcoder = new MsgPackTranscoder(input, _json, _context.MaxRecordBytes);
        var written = transcoder.TryWriteRecord();
        consumed = transcoder.Position;
        error = transcoder.Error;
        return written && TryFinish(transcoder.Key, transcoder.Repaired, out error);
    }

    /// <summary>Adds a JSON object that was checked already.</summary>
    /// <param name="json">The object, from brace to brace.</param>
    /// <param name="key">What names its node, or nothing.</param>
    /// <param name="repaired">How many strings of it were repaired.</param>
    /// <param name="error">The reason, where it can't be taken.</param>
    public bool TryAddJson(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, int repaired, out string? error)
    {
        _json.Clear();
        _json.Append(json);
        return TryFinish(key, repaired, out error);
    }

    /// <summary>Sets a part of the input aside that is no record: it is kept, with the reason, in as many dead letters as it takes.</summary>
    public void Reject(ReadOnlySpan<byte> bytes, Rejection rejection)
    {
        Rejected++;
        _rejectedInARow++;
        if (_rejections.Count < MaxRejectionsKept)
        {
            _rejections.Add(rejection);
        }
        var parts = Math.Max(1, (bytes.Length + DeadLetter.MaxBytes - 1) / DeadLetter.MaxBytes);
        for (var part = 0; part < parts; part++)
        {
            var reason = parts == 1 ? rejection.Reason : $"{rejection.Reason} (part {part + 1} of {parts})";
            AddDeadLetter(bytes[(part * DeadLetter.MaxBytes)..Math.Min(bytes.Length, (part + 1) * DeadLetter.MaxBytes)], reason, bytes.Length);
        }
    }

    private bool TryFinish(ReadOnlySpan<byte> key, int repaired, out string? error)
    {
        Inject(repaired);
        if (_json.Length > _context.MaxRecordBytes)
        {
            error = $"the record is larger than {_context.MaxRecordBytes} bytes as JSON";
            return false;
        }
        error = null;
        Accepted++;
        _rejectedInARow = 0;
        Batch.Add(new OutgoingRecord(key.IsEmpty ? _senderKey : _keys.Intern(key), _json.Written.ToArray()));
        return true;
    }

    private void Inject(int repaired)
    {
        var isEmpty = IsEmptyObject(_json.Written);
        _json.Truncate(_json.Length - 1);
        var comma = _json.Length;
        if (repaired > 0)
        {
            _json.Append(",\"@repaired\":"u8);
            JsonText.AppendInteger(_json, (long)repaired);
        }
        _json.Append(Tag.Json);
        if (Time is { } time)
        {
            _json.Append(",\"@time\":"u8);
            JsonText.AppendInteger(_json, time);
        }
        _json.Append(_senderJson);
        if (isEmpty)
        {
            _json.Blank(comma); // nothing stands before the first comma
        }
    }

    private static bool IsEmptyObject(ReadOnlySpan<byte> json) => json[1..^1].Trim(" \t\r\n"u8).IsEmpty;

    private void AddDeadLetter(ReadOnlySpan<byte> bytes, string reason, int originalLength)
    {
        var letter = new DeadLetter
        {
            Timestamp = _context.Time.GetUtcNow(),
            Reason = reason,
            Source = _source,
            Tag = Tag.Text,
            Sender = _sender,
            Bytes = bytes.ToArray(),
            OriginalLength = originalLength > bytes.Length ? originalLength : null,
        };
        _context.Metrics.DeadLetter(_source);
        Batch.Add(new OutgoingRecord(null, JsonSerializer.SerializeToUtf8Bytes(letter, ContractJson.Default.DeadLetter)));
    }
}
