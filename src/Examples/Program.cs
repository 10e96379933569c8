using System.CommandLine;
using ActiveAnomaly.Examples.Demo;

var root = new RootCommand("Examples of ActiveAnomaly: active anomaly detection for ML.NET.");
root.Subcommands.Add(DemoCommand.Create());
return await root.Parse(args).InvokeAsync();
