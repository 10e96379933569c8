using System.CommandLine;
using ActiveAnomaly.Tool;

// After Ctrl-C a command has time to write what is finished; the default is 2 seconds.
return await ToolCommand.InvokeAsync(
    args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30), EnableDefaultExceptionHandler = false });
