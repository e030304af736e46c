using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using DistLog.Collector.Records;

namespace DistLog.Collector.Forward;

/// <summary>One connection of the forward protocol, from its first message to its last.</summary>
/// <remarks>
/// What one read brought is gathered into batches, so that a sender of single messages costs no more than one of chunks.
/// While the sink has no room nothing is read: the peer's own TCP window pushes back.
/// </remarks>
internal sealed class ForwardSession : IDisposable
{
    private readonly ForwardServices _services;
    private readonly IDuplexPipe _transport;
    private readonly ForwardFramer _framer;
    private readonly RecordIntake _intake;
    private readonly ForwardMessages _messages;
    private readonly ForwardAcks _acks;
    private readonly BufferBudget.Lease _buffered;
    private readonly CancellationTokenSource _giveUp = new();
    private volatile bool _closing;

    public ForwardSession(ForwardServices services, IDuplexPipe transport, IPAddress peer)
    {
        _services = services;
        _transport = transport;
        _framer = new ForwardFramer(services.Options.MaxFrameBytes);
        _intake = new RecordIntake(services.Intake, "collector/forward", peer);
        _messages = new ForwardMessages(_intake, services.Inflater, SubmitAsync);
        _acks = new ForwardAcks(transport.Output);
        _buffered = services.Buffers.Open();
    }

    /// <summary>Serves the peer until it closes, <see cref="Close"/> is called, or it errs.</summary>
    /// <exception cref="PeerException">The peer sent what can't be understood.</exception>
    public async Task RunAsync()
    {
        var acks = AcknowledgeAsync();
        try
        {
            await ReadAllAsync();
        }
        finally
        {
            _acks.End();
            await acks;
        }
    }

    /// <summary>Reads no more, and ends when what was taken is acknowledged, or after the time to drain.</summary>
    public void Close()
    {
        _closing = true;
        _transport.Input.CancelPendingRead();
        _giveUp.CancelAfter(TimeSpan.FromSeconds(_services.Options.DrainSeconds));
    }

    public void Dispose()
    {
        _buffered.Dispose();
        _giveUp.Dispose();
    }

    // A batch that failed ends the connection without its acknowledgement: the peer then sends its chunks again.
    private async Task AcknowledgeAsync()
    {
        if (!await _acks.RunAsync(_giveUp.Token))
        {
            _closing = true;
            await _giveUp.CancelAsync();
            _transport.Input.CancelPendingRead();
        }
    }

    private async Task ReadAllAsync()
    {
        var ended = false;
        while (!ended && !_closing)
        {
            var result = await _transport.Input.ReadAsync();
            ended = result.IsCompleted;
            try
            {
                var rest = await TakeFramesAsync(result.Buffer);
                CheckEnd(ended && !_closing, rest.Length);
                Hold(rest.Length);
                _transport.Input.AdvanceTo(rest.Start, rest.End);
            }
            catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
            {
                return; // neither taken nor acknowledged
            }
        }
    }

    private async Task<ReadOnlySequence<byte>> TakeFramesAsync(ReadOnlySequence<byte> buffer)
    {
        try
        {
            while (!_closing && _framer.TryRead(ref buffer, out var frame))
            {
                await TakeFrameAsync(frame);
            }
            return buffer;
        }
        finally
        {
            await SubmitAsync(); // what came before an error is good
        }
    }

    private void Hold(long bytes)
    {
        if (!_buffered.TryHold(bytes))
        {
            throw new PeerException("no_memory", $"unfinished messages of all connections take more than {CollectorOptions.Section}:{nameof(CollectorOptions.MaxBufferedBytes)}; send smaller chunks or raise it");
        }
    }

    private static void CheckEnd(bool ended, long left)
    {
        if (ended && left > 0)
        {
            throw new PeerException("cut_off", $"the connection ended within a message of which {left} bytes had come");
        }
    }

    private async ValueTask TakeFrameAsync(ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
        {
            await _messages.TakeAsync(frame.First);
            return;
        }
        var length = (int)frame.Length;
        var array = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            frame.CopyTo(array);
            await _messages.TakeAsync(array.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private async ValueTask SubmitAsync()
    {
        if (_intake.Take() is not { } batch)
        {
            return;
        }
        await _services.Sink.AcceptAsync(batch, _giveUp.Token);
        await _acks.AddAsync(batch, _giveUp.Token);
    }
}
