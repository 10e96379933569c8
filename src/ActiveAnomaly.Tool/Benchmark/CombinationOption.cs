using System.CommandLine;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The option --combine of commands that train ensembles.</summary>
internal static class CombinationOption
{
    /// <summary>Says that there is nothing to combine.</summary>
    public const string Needless =
        "--combine says how an ensemble's scores become one, and --ensemble names none. Give both, or neither.";

    /// <summary>Has a command refuse a combination of the scores of one detector.</summary>
    public static void Require(Command command, Option combination, Option ensemble) => command.Validators.Add(result =>
    {
        if (result.GetResult(combination) is { Implicit: false }
            && (result.GetResult(ensemble) is not { Implicit: false } members || members.Tokens is [{ Value: "1" }]))
        {
            result.AddError(Needless);
        }
    });

    public static Option<EnsembleCombination> Create() => new("--combine")
    {
        Description = "How the scores of an ensemble become one.",
        DefaultValueFactory = _ => new EnsembleOptions().Combination,
    };
}
