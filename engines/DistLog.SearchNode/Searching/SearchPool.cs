using System.Runtime.InteropServices;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Searching;

/// <summary>
/// The threads that all searches of the node run on. A search has one of them to itself; while cores are idle, others help it with its
/// blocks. They run a little below the priority of the threads that take in documents, so that no search can starve writes.
/// </summary>
internal sealed partial class SearchPool : IDisposable
{
    /// <summary>Searches that may wait for a thread, as in Elasticsearch; more are told to come again.</summary>
    private const int QueueLimit = 1000;

    /// <summary>Linux's nice value of search threads: about half of the share of a core that others get while both want it.</summary>
    private const int Niceness = 3;

    [ThreadStatic]
    private static SearchPool? _ofThisThread;

    private readonly object _gate = new();
    private readonly int _cores;
    private readonly int _queueLimit;
    private readonly Queue<IJob> _searches = new();
    private readonly Queue<Action> _help = new();
    private readonly Thread[] _threads;
    private int _active;
    private bool _stopped;

    /// <param name="cores">Cores that searches may use all together.</param>
    /// <param name="queueLimit">Searches that may wait.</param>
    public SearchPool(int? cores = null, int queueLimit = QueueLimit)
    {
        _cores = cores ?? Environment.ProcessorCount;
        _queueLimit = queueLimit;
        // As many as Elasticsearch has: a few more than cores, so that a slow search doesn't hold up the quick ones behind it.
        _threads = [.. Enumerable.Range(0, (_cores * 3 / 2) + 1).Select(number => new Thread(Work) { IsBackground = true, Name = $"search-{number}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>The pool that the calling thread belongs to, or null.</summary>
    public static SearchPool? OfThisThread => _ofThisThread;

    /// <summary>How many searches run at once.</summary>
    public int Threads => _threads.Length;

    /// <summary>How many threads one search can get to help it.</summary>
    public int Helpers => _cores - 1;

    /// <summary>True where more threads are busy than there are cores; those that only help should leave.</summary>
    public bool IsCrowded => Volatile.Read(ref _active) > _cores;

    /// <summary>Runs a search on one of the pool's threads.</summary>
    /// <exception cref="ElasticsearchException">429: too many searches wait already.</exception>
    public async Task<T> RunAsync<T>(Func<T> search, CancellationToken cancel)
    {
        var job = new Job<T>(search, cancel);
        lock (_gate)
        {
            if (_searches.Count >= _queueLimit)
            {
                throw Refuse.TooManyRequests($"rejected execution: {_searches.Count} searches wait for one of {_threads.Length} threads, and no more may");
            }

            _searches.Enqueue(job);
            Monitor.Pulse(_gate);
        }

        using (cancel.UnsafeRegister(job.Cancel, null))
        {
            return await job.Result;
        }
    }

    /// <summary>Has an idle thread do some work beside the caller; false where no core is idle.</summary>
    public bool TryHelp(Action work)
    {
        lock (_gate)
        {
            if (_active + _help.Count >= _cores || _searches.Count > 0 || _stopped)
            {
                return false;
            }

            _help.Enqueue(work);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Lets the searches under way end, drops those that wait, and ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_searches.TryDequeue(out var waiting))
            {
                waiting.Cancel(null);
            }

            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work()
    {
        _ofThisThread = this;
        if (OperatingSystem.IsLinux())
        {
            // 0, 0: this thread. It can only fail where it is not allowed, and then priorities stay equal.
            _ = SetPriority(0, 0, Niceness);
        }

        while (Next() is { } work)
        {
            work();
            lock (_gate)
            {
                _active--;
            }
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                if (_searches.TryDequeue(out var search))
                {
                    _active++;
                    return search.Run;
                }

                if (_active < _cores && _help.TryDequeue(out var help))
                {
                    _active++;
                    return help;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);

    private interface IJob
    {
        void Run();

        void Cancel(object? state);
    }

    private sealed class Job<T>(Func<T> search, CancellationToken cancel) : IJob
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _claimed;

        public Task<T> Result => _result.Task;

        public void Run()
        {
            if (Interlocked.Exchange(ref _claimed, 1) != 0)
            {
                return;
            }

            try
            {
                _result.SetResult(search());
            }
            catch (OperationCanceledException)
            {
                _result.SetCanceled(cancel);
            }
            catch (Exception wrong)
            {
                _result.SetException(wrong);
            }
        }

        /// <summary>Gives up a search that hasn't begun; one that has notices by itself, between blocks.</summary>
        public void Cancel(object? state)
        {
            if (Interlocked.Exchange(ref _claimed, 1) == 0)
            {
                _result.SetCanceled(cancel);
            }
        }
    }
}
