using System.CommandLine;
using ActiveAnomaly.Examples.Benchmark;
using ActiveAnomaly.Examples.Demo;
using ActiveAnomaly.Examples.Scoring;
using ActiveAnomaly.Examples.Scripts;

namespace ActiveAnomaly.Examples;

/// <summary>The whole command line.</summary>
internal static class ExamplesCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "ActiveAnomaly, active anomaly detection for ML.NET. Without a command: a detector gets better as an expert "
            + "(here: the label column) "
            + "answers for a few rows.")
        {
            DemoCommand.Create(),
            BenchmarkCommand.Create(),
            IonosphereCommand.Create(),
            TextColumnsCommand.Create(),
            CrossValidationCommand.Create(),
            ScoreCommand.Create(),
        };
        DemoCommand.AddTo(root);
        return root;
    }
}
