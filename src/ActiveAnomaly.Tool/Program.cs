using System.CommandLine;
using ActiveAnomaly.Tool;

Console.SetOut(new StandardWriter(Console.Out, isResult: true));
Console.SetError(new StandardWriter(Console.Error, isResult: false));

// After Ctrl-C a command has time to write what is finished; the default is 2 seconds.
return await ToolCommand.InvokeAsync(
    args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30), EnableDefaultExceptionHandler = false });
