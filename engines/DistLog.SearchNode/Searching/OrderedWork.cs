using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace DistLog.SearchNode.Searching;

/// <summary>
/// Numbered pieces of work whose results are taken in order. The taker does them itself; once they have taken a while, idle threads of
/// the pool work ahead of it. So small searches stay on one thread, and what is made of the results needs no locks.
/// </summary>
internal sealed class OrderedWork<T>(int count, Func<int, T> perform, SearchPool? pool) : IDisposable
    where T : class
{
    /// <summary>Results that may wait to be taken: enough to keep helpers busy, few enough to bound memory (some 40 KB each with scores).</summary>
    private const int Window = 64;

    /// <summary>Waking a thread costs some 50 µs; a search that is over sooner than this is better left alone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(400);

    private readonly object _gate = new();
    private readonly object?[] _results = new object?[count];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _claimed;
    private int _taken;
    private int _helpers;
    private bool _stopped;

    /// <summary>The next result; an exception of its work is thrown here.</summary>
    public T Next()
    {
        while (true)
        {
            int number;
            lock (_gate)
            {
                if (_results[_taken] is { } done)
                {
                    _results[_taken++] = null;
                    return Unwrap(done);
                }

                number = Claim();
                if (number < 0)
                {
                    // A helper is at it.
                    Monitor.Wait(_gate);
                    continue;
                }
            }

            AskForHelp();
            Perform(number);
        }
    }

    /// <summary>Stops the helpers, and waits until each is through with the piece it has begun.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_helpers > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private static T Unwrap(object done)
    {
        (done as ExceptionDispatchInfo)?.Throw();
        return (T)done;
    }

    private int Claim() => _stopped || _claimed == count || _claimed - _taken >= Window ? -1 : _claimed++;

    private void Perform(int number)
    {
        object result;
        try
        {
            result = perform(number);
        }
        catch (Exception wrong)
        {
            result = ExceptionDispatchInfo.Capture(wrong);
        }

        lock (_gate)
        {
            _results[number] = result;
            Monitor.PulseAll(_gate);
        }
    }

    private void AskForHelp()
    {
        if (pool is null || Volatile.Read(ref _helpers) >= pool.Helpers || count - Volatile.Read(ref _claimed) < 2 || Stopwatch.GetElapsedTime(_started) < Patience)
        {
            return;
        }

        pool.TryHelp(Help);
    }

    private void Help()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _helpers++;
        }

        while (!pool!.IsCrowded && ClaimAhead() is >= 0 and var number)
        {
            Perform(number);
        }

        lock (_gate)
        {
            _helpers--;
            Monitor.PulseAll(_gate);
        }
    }

    private int ClaimAhead()
    {
        lock (_gate)
        {
            return Claim();
        }
    }
}
