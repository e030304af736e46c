using System.Diagnostics;
using System.Globalization;

namespace DistLog.Hosting.Processes;

/// <summary>
/// A small shell that reads the process ids from the host's pipe. When the pipe closes, the host is gone,
/// and the shell ends what is left: SIGTERM, and SIGKILL 3 s later. A process's start time guards against
/// ending another one that has got the same id since.
/// </summary>
internal sealed class ShellGuard : OrphanGuard
{
    /// <summary>
    /// In <c>/proc/PID/stat</c> the state is the first and the start time the 20th field after the command's
    /// closing parenthesis. Without /proc (macOS), ps tells the start time. A zombie counts as ended.
    /// </summary>
    private const string Script = """
        trap '' HUP INT TERM
        started() {
          if [ -d /proc/self ]; then
            { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
            set -- ${stat##*) }
            [ "$1" = Z ] || echo "${20}"
          else
            ps -o lstart= -p "$1" 2>/dev/null | tr ' ' '_'
          fi
        }
        alive() { [ "$(started "${1%%:*}")" = "${1#*:}" ]; }
        children=
        while read -r change pid; do
          kept=
          for child in $children; do [ "${child%%:*}" = "$pid" ] || kept="$kept $child"; done
          children=$kept
          start=$(started "$pid")
          if [ "$change" = + ] && [ -n "$start" ]; then children="$children $pid:$start"; fi
        done
        for child in $children; do alive "$child" && kill -TERM "${child%%:*}" 2>/dev/null; done
        tries=0
        while [ -n "$children" ] && [ $tries -lt 30 ]; do
          sleep 0.1
          tries=$((tries + 1))
          kept=
          for child in $children; do alive "$child" && kept="$kept $child"; done
          children=$kept
        done
        for child in $children; do
          pid=${child%%:*}
          alive "$child" && { kill -KILL "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null; }
        done
        exit 0
        """;

    private readonly Process _shell;
    private readonly Lock _lock = new();

    public ShellGuard()
    {
        string[] command = LaunchWrapper.InOwnSession("/bin/sh", "-c", Script, "distlog-orphan-guard");
        _shell = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        _shell.StandardInput.AutoFlush = true;
    }

    internal int ProcessId => _shell.Id;

    public override void Add(ChildProcess process) => Tell('+', process.Id);

    public override void Remove(ChildProcess process) => Tell('-', process.Id);

    public override async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _shell.StandardInput.Close();
        }
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();
    }

    private void Tell(char change, int processId)
    {
        lock (_lock)
        {
            try
            {
                _shell.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{change} {processId}\n"));
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The shell itself was killed, or the host is stopping: the host still ends its processes in order.
            }
        }
    }
}
