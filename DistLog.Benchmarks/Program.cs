using DistLog.Benchmarks;

return args switch
{
    ["pipeline", .. var rest] => await PipelineBenchmark.RunAsync(rest),
    ["router"] => RouterBenchmark.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project DistLog.Benchmarks -- NAME [options]

          pipeline   events through a running DistLog: client → collector → broker → router → broker → storage → search node
                     --events N (200000)  --senders N (2)  --forward HOST:PORT (127.0.0.1:24224)  --elasticsearch URL (http://127.0.0.1:9200)
          router     what the router does to each event, beside the bare parse of the same bytes
        """);
    return 2;
}
