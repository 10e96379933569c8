using System.CommandLine;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The option --combine of commands that train ensembles.</summary>
internal static class CombinationOption
{
    public static Option<EnsembleCombination> Create() => new("--combine")
    {
        Description = "How the scores of an ensemble become one.",
        DefaultValueFactory = _ => new EnsembleOptions().Combination,
    };
}
