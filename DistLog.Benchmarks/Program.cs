using DistLog.Benchmarks;
using DistLog.Benchmarks.Search;

return args switch
{
    ["pipeline", .. var rest] => await PipelineBenchmark.RunAsync(rest),
    ["router"] => RouterBenchmark.Run(),
    ["search", .. var rest] => await SearchBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project DistLog.Benchmarks -- NAME [options]

          pipeline   events through a running DistLog: client → collector → broker → router → broker → storage → search node
                     --events N (200000)  --senders N (2)  --forward HOST:PORT (127.0.0.1:24224)  --elasticsearch URL (http://127.0.0.1:9200)
          router     what the router does to each event, beside the bare parse of the same bytes
          search     the search node in a process of its own: writing, disk, memory, queries, and all at once
                     --events N (1000000)  --source FILE (events, one a line)  --lines DIR (*.log, for the messages)  --connections N (2)
                     --batch N (5000)  --repeats N (50)  --merge (measure the disk again after a merge)  --directory DIR (for all data, removed at the end)
        """);
    return 2;
}
