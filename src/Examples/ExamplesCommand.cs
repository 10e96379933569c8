using System.CommandLine;
using ActiveAnomaly.Examples.Benchmark;
using ActiveAnomaly.Examples.Demo;
using ActiveAnomaly.Examples.Scripts;

namespace ActiveAnomaly.Examples;

/// <summary>The whole command line.</summary>
internal static class ExamplesCommand
{
    public static RootCommand Create() => new("Examples of ActiveAnomaly: active anomaly detection for ML.NET.")
    {
        DemoCommand.Create(),
        BenchmarkCommand.Create(),
        IonosphereCommand.Create(),
        TextColumnsCommand.Create(),
        CrossValidationCommand.Create(),
    };
}
