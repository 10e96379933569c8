using System.CommandLine;
using ActiveAnomaly.Examples.Benchmark;
using ActiveAnomaly.Examples.Demo;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // A file or a pipe has no width; tables then take what they need.
    AnsiConsole.Profile.Width = 200;
}

var root = new RootCommand("Examples of ActiveAnomaly: active anomaly detection for ML.NET.");
root.Subcommands.Add(DemoCommand.Create());
root.Subcommands.Add(BenchmarkCommand.Create());
return await root.Parse(args).InvokeAsync();
