
// The map: every process of DistLog, and who talks to whom. Settings and their defaults: appsettings.json.
var builder = DistributedApplication.CreateBuilder(args);
string data = builder.DataDirectory();

// The bus and the store: our own engines, or somebody else's.
IResourceBuilder<IResourceWithConnectionString> kafka, elasticsearch;
switch (builder.Configuration["Engines"])
{
    case "embedded":
        var broker = builder.AddProject<Projects.DistLog_Broker>("broker")
            .WithEndpoint(name: "kafka", port: builder.Port("Kafka"), env: "Broker__Port", isProxied: false, isExternal: true)
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithEnvironment("Broker__DataDirectory", Path.Combine(data, "broker"));
        var bootstrap = broker.GetEndpoint("kafka");
        kafka = builder.AddConnectionString("kafka", ReferenceExpression.Create(
            $"{bootstrap.Property(EndpointProperty.IPV4Host)}:{bootstrap.Property(EndpointProperty.Port)}")).WaitFor(broker);

        var searchnode = builder.AddProject<Projects.DistLog_SearchNode>("searchnode")
            .WithHttpEndpoint(port: builder.Port("Elasticsearch"))
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health")
            .WithEnvironment("SearchNode__DataDirectory", Path.Combine(data, "search"));
        var rest = searchnode.GetEndpoint("http");
        elasticsearch = builder.AddConnectionString("elasticsearch", ReferenceExpression.Create(
            $"http://{rest.Property(EndpointProperty.IPV4Host)}:{rest.Property(EndpointProperty.Port)}")).WaitFor(searchnode);
        builder.RestartAfter(TimeSpan.FromSeconds(1), broker, searchnode);
        break;
    case "external":
        kafka = builder.AddConnectionString("kafka");
        elasticsearch = builder.AddConnectionString("elasticsearch");
        break;
    case var other:
        throw new DistributedApplicationException($"Engines is '{other}'; it can be 'embedded' or 'external'.");
}

// The pipeline: collector -> kafka -> router -> kafka -> storage -> elasticsearch, with alerting beside it.
var collector = builder.AddProject<Projects.DistLog_Collector>("collector")
    .WithEndpoint(name: "forward", port: builder.Port("Forward"), env: "Collector__ForwardPort", isExternal: true)
    .WithHttpEndpoint(port: builder.Port("Http"))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka);

var router = builder.AddProject<Projects.DistLog_Router>("router")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka);

var storage = builder.AddProject<Projects.DistLog_Storage>("storage")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka)
    .WithReference(elasticsearch).WaitFor(elasticsearch);

var alerting = builder.AddProject<Projects.DistLog_Alerting>("alerting")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka);

var console = builder.AddProject<Projects.DistLog_Console>("console")
    .WithHttpEndpoint(port: builder.Port("Console"))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka)
    .WithReference(elasticsearch).WaitFor(elasticsearch)
    .WithReference(alerting);

// A shop, as the business that is logged. Its services find the collector by the connection string "distlog".
var forward = collector.GetEndpoint("forward");
var distlog = builder.AddConnectionString("distlog", ReferenceExpression.Create(
    $"forward://{forward.Property(EndpointProperty.IPV4Host)}:{forward.Property(EndpointProperty.Port)}")).WaitFor(collector);

var inventory = builder.AddProject<Projects.DistLog_Inventory>("inventory").AsShop(distlog);
var payments = builder.AddProject<Projects.DistLog_Payments>("payments").AsShop(distlog);
var shipping = builder.AddProject<Projects.DistLog_Shipping>("shipping").AsShop(distlog);
var orders = builder.AddProject<Projects.DistLog_Orders>("orders").AsShop(distlog)
    .WithReference(inventory).WaitFor(inventory)
    .WithReference(payments).WaitFor(payments)
    .WithReference(shipping).WaitFor(shipping);

builder.RestartAfter(TimeSpan.FromSeconds(1), collector, router, storage, alerting, console);
// Late enough for the alert that the service is down to be seen.
builder.RestartAfter(TimeSpan.FromSeconds(20), inventory, payments, shipping, orders);

builder.Build().Run();
