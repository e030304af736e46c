using DistLog.SearchNode;
using Microsoft.Extensions.Options;

try
{
    if (CommandLine.Translate(args) is { } arguments)
    {
        await WebApplication.CreateSlimBuilder(arguments).AddSearchNode().Build().UseSearchNode().RunAsync();
    }

    return 0;
}
catch (Exception mistake) when (mistake is CommandLineException or OptionsValidationException or InvalidOperationException or InvalidDataException or IOException)
{
    // What the operator can put right: said in a line, without the code's own stack.
    await Console.Error.WriteLineAsync(mistake.Message);
    return mistake is CommandLineException ? 2 : 1;
}
