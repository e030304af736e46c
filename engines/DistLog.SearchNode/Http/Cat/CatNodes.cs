using System.Globalization;
using DistLog.SearchNode.Cluster;

namespace DistLog.SearchNode.Http.Cat;

/// <summary>The tables about the one node: <c>_cat/nodes</c>, <c>allocation</c>, <c>master</c>, <c>nodeattrs</c>, <c>plugins</c>.</summary>
internal static class CatNodes
{
    private static readonly CatColumn[] Columns =
    [
        new("id", "id,nodeId", "unique node id", Default: false),
        new("pid", "p", "process id", Default: false, Right: true),
        new("ip", "i", "ip address"),
        new("port", "po", "bound transport port", Default: false, Right: true),
        new("http_address", "http", "bound http address", Default: false),
        new("version", "v", "es version", Default: false),
        new("type", "t", "es distribution type", Default: false),
        new("build", "b", "es build hash", Default: false),
        new("jdk", "j", "version of the runtime", Default: false),
        new("disk.total", "dt,diskTotal", "total disk space", Default: false, Right: true),
        new("disk.used", "du,diskUsed", "used disk space", Default: false, Right: true),
        new("disk.avail", "d,da,disk,diskAvail", "available disk space", Default: false, Right: true),
        new("disk.used_percent", "dup,diskUsedPercent", "used disk space percentage", Default: false, Right: true),
        new("heap.current", "hc,heapCurrent", "used heap", Default: false, Right: true),
        new("heap.percent", "hp,heapPercent", "used heap ratio", Right: true),
        new("heap.max", "hm,heapMax", "max configured heap", Default: false, Right: true),
        new("ram.current", "rc,ramCurrent", "used machine memory", Default: false, Right: true),
        new("ram.percent", "rp,ramPercent", "used machine memory ratio", Right: true),
        new("ram.max", "rm,ramMax", "total machine memory", Default: false, Right: true),
        new("file_desc.current", "fdc,fileDescriptorCurrent", "used file descriptors", Default: false, Right: true),
        new("file_desc.percent", "fdp,fileDescriptorPercent", "used file descriptor ratio", Default: false, Right: true),
        new("file_desc.max", "fdm,fileDescriptorMax", "max file descriptors", Default: false, Right: true),
        new("cpu", "", "recent cpu usage", Right: true),
        new("load_1m", "l", "1m load avg", Right: true),
        new("load_5m", "l", "5m load avg", Right: true),
        new("load_15m", "l", "15m load avg", Right: true),
        new("uptime", "u", "node uptime", Default: false, Right: true),
        new("node.role", "r,role,nodeRole", "m:master eligible node, d:data node, i:ingest node, -:coordinating node only"),
        new("master", "m", "*:current master"),
        new("name", "n", "node name"),
    ];

    public static Task NodesAsync(RestRequest request)
    {
        var table = new CatTable(request, Columns);
        var (vitals, load) = (request.Node.Vitals, NodeVitals.LoadAverages);
        var (disk, used) = (vitals.Disk, vitals.Disk.TotalSize - vitals.Disk.AvailableFreeSpace);
        table.Add(
            request.Flag("full_id") ? NodeIdentity.Id : NodeIdentity.Id[..4],
            Environment.ProcessId,
            "127.0.0.1",
            request.Http.Connection.LocalPort,
            NodeIdentity.Address(request.Http),
            InfoEndpoints.Version,
            "tar",
            InfoEndpoints.BuildHash,
            Environment.Version.ToString(),
            new CatSize(disk.TotalSize),
            new CatSize(used),
            new CatSize(disk.AvailableFreeSpace),
            (used * 100.0 / Math.Max(1, disk.TotalSize)).ToString("0.00", CultureInfo.InvariantCulture),
            new CatSize(NodeVitals.HeapUsed),
            NodeVitals.HeapPercent,
            new CatSize(NodeVitals.MemoryTotal),
            new CatSize(NodeVitals.MemoryUsed),
            NodeVitals.MemoryPercent,
            new CatSize(NodeVitals.MemoryTotal),
            NodeVitals.OpenFiles,
            NodeVitals.Percent(NodeVitals.OpenFiles, NodeVitals.MaxOpenFiles),
            NodeVitals.MaxOpenFiles,
            vitals.CpuPercent,
            Load(load, 0),
            Load(load, 1),
            Load(load, 2),
            vitals.Uptime,
            "dimr",
            "*",
            NodeIdentity.Name);
        return table.AnswerAsync();
    }

    private static string? Load(double[]? averages, int which) => averages?[which].ToString("0.00", CultureInfo.InvariantCulture);

    public static Task AllocationAsync(RestRequest request)
    {
        var table = new CatTable(
            request,
            new("shards", "s", "number of shards on node", Right: true),
            new("disk.indices", "di,diskIndices", "disk used by ES indices", Right: true),
            new("disk.used", "du,diskUsed", "disk used (total, not just ES)", Right: true),
            new("disk.avail", "da,diskAvail", "disk available", Right: true),
            new("disk.total", "dt,diskTotal", "total capacity of all volumes", Right: true),
            new("disk.percent", "dp,diskPercent", "percent disk used", Right: true),
            new("host", "h", "host of node"),
            new("ip", "", "ip of node"),
            new("node", "n", "name of node"));
        if (request.PathOrNull("node_id") is not { } filter || filter.Split(',').Any(NodeIdentity.IsMeant))
        {
            var (indices, disk) = (request.Node.State.Indices.Values, request.Node.Vitals.Disk);
            var used = disk.TotalSize - disk.AvailableFreeSpace;
            table.Add(indices.Sum(index => index.Metadata.Shards), new CatSize(indices.Sum(index => index.Store.SizeOnDisk())), new CatSize(used), new CatSize(disk.AvailableFreeSpace), new CatSize(disk.TotalSize), NodeVitals.Percent(used, disk.TotalSize), "127.0.0.1", "127.0.0.1", NodeIdentity.Name);
            var unassigned = indices.Sum(index => index.Metadata.ShardCopies - index.Metadata.Shards);
            if (unassigned > 0)
            {
                table.Add(unassigned, null, null, null, null, null, null, null, "UNASSIGNED");
            }
        }

        return table.AnswerAsync();
    }

    public static Task MasterAsync(RestRequest request)
    {
        var table = new CatTable(request, new("id", "", "node id"), new("host", "h", "host name"), new("ip", "", "ip address"), new("node", "n", "node name"));
        table.Add(NodeIdentity.Id, "127.0.0.1", "127.0.0.1", NodeIdentity.Name);
        return table.AnswerAsync();
    }

    public static Task AttributesAsync(RestRequest request)
    {
        var table = new CatTable(
            request,
            new("node", "", "node name"),
            new("id", "id,nodeId", "unique node id", Default: false),
            new("pid", "p", "process id", Default: false, Right: true),
            new("host", "h", "host name"),
            new("ip", "i", "ip address"),
            new("port", "po", "bound transport port", Default: false, Right: true),
            new("attr", "attr.name", "attribute description"),
            new("value", "attr.value", "attribute value"));
        table.Add(NodeIdentity.Name, NodeIdentity.Id, Environment.ProcessId, "127.0.0.1", "127.0.0.1", request.Http.Connection.LocalPort, "xpack.installed", "true");
        return table.AnswerAsync();
    }

    public static Task PluginsAsync(RestRequest request) => new CatTable(
        request,
        new("id", "", "unique node id", Default: false),
        new("name", "n", "node name"),
        new("component", "c", "component"),
        new("version", "v", "component version"),
        new("description", "d", "plugin details", Default: false)).AnswerAsync();

    /// <summary>What bounds memory here: the bodies of requests that are under way.</summary>
    public static Task BreakersAsync(RestRequest request)
    {
        const string Name = "in_flight_requests";
        var table = new CatTable(
            request,
            new("node_id", "id", "persistent node id"),
            new("node_name", "nn", "node name", Default: false),
            new("breaker", "br", "breaker name"),
            new("limit", "l", "limit size", Right: true),
            new("limit_bytes", "lb", "limit size in bytes", Default: false, Right: true),
            new("estimated", "e", "estimated size", Right: true),
            new("estimated_bytes", "eb", "estimated size in bytes", Default: false, Right: true),
            new("tripped", "t", "tripped count", Right: true),
            new("overhead", "o", "overhead", Default: false, Right: true));
        if (request.PathOrNull("circuit_breaker_patterns") is not { } patterns || patterns.Split(',').Any(pattern => Matching.Glob.Matches(pattern, Name)))
        {
            var used = request.Node.Bodies.Used;
            table.Add(NodeIdentity.Id, NodeIdentity.Name, Name, new CatSize(BodyBudget.Limit), BodyBudget.Limit, new CatSize(used), used, request.Node.Bodies.Refused, "1.0");
        }

        return table.AnswerAsync();
    }
}
