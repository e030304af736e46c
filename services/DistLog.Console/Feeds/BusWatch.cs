using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Console.Feeds;

/// <summary>Asks the bus every now and then whether it is there: a quiet stream alone does not tell.</summary>
internal sealed class BusWatch(KafkaClients clients, StatusBoard status, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var admin = clients.CreateAdmin();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Task.Run(() => Ask(admin), stoppingToken);
        }
    }

    private void Ask(IAdminClient admin)
    {
        try
        {
            admin.GetMetadata(Topics.Critical, Timeout);
            status.BusAnswers();
        }
        catch (KafkaException exception)
        {
            status.BusSilent(exception.Error.Reason);
        }
    }
}
