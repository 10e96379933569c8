using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>What goes with evaluate's --model and what does not: an option that would have no effect is refused.</summary>
internal static class ModelRules
{
    /// <summary>Adds what is wrong to a command line's result.</summary>
    /// <param name="result">The command line's result.</param>
    /// <param name="data">The argument that names the table.</param>
    /// <param name="model">--model.</param>
    /// <param name="at">--at, which needs a model.</param>
    /// <param name="training">The options of what is trained, which go with no model.</param>
    public static void Check(
        CommandResult result, Argument<string> data, Option<string?> model, Option<int[]> at, IReadOnlyList<Option> training)
    {
        if (!IsGiven(result, model))
        {
            if (IsGiven(result, at))
            {
                result.AddError("--at is for the evaluation of a saved model. Give --model, or leave --at out.");
            }

            return;
        }

        if (result.GetResult(data) is null or { Tokens.Count: 0 })
        {
            result.AddError("--model needs the table that the model is to be measured on. Name it.");
        }

        foreach (var option in training.Where(option => IsGiven(result, option)))
        {
            result.AddError(
                $"{option.Name} is for what is trained here, and with --model nothing is: the table is read as the model's training table "
                + $"was. Leave out {option.Name} or --model.");
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
