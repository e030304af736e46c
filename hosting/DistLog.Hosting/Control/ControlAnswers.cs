using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Orchestration;
using DistLog.Hosting.Terminal;

namespace DistLog.Hosting.Control;

/// <summary>Carries out what comes over the control socket.</summary>
internal sealed class ControlAnswers(ApplicationOrchestrator orchestrator, ResourceNotificationService notifications)
{
    public async Task<string> AnswerAsync(string request)
    {
        string[] words = request.Split(' ', 2);
        return words switch
        {
            ["list"] => $"{ControlSocket.Ok}\n{string.Join('\n', ResourceTable.Lines(notifications.CurrentStates()))}",
            [var verb, var name] => await ExecuteAsync(verb, name).ConfigureAwait(false),
            _ => $"{ControlSocket.Error}\n{ResourceCommandLine.Usage}",
        };
    }

    private async Task<string> ExecuteAsync(string verb, string name)
    {
        ExecuteCommandResult result = await orchestrator.ExecuteCommandAsync(name, $"resource-{verb}", CancellationToken.None).ConfigureAwait(false);
        return result.Success ? $"{ControlSocket.Ok}\n{name}: {verb} done" : $"{ControlSocket.Error}\n{result.Message}";
    }
}
