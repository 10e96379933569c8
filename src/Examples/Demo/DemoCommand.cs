using System.CommandLine;
using ActiveAnomaly.Examples.Input;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The command line of the demo.</summary>
internal static class DemoCommand
{
    /// <summary>What --data means, in every command that trains.</summary>
    public const string DataDescription = "ionosphere or glass (shipped), a file (CSV, plain, .gz or .zst, or Parquet), or a folder of "
        + "files, "
        + "each a data set of its own.";

    public static Command Create()
    {
        var command = new Command(
            "demo", "The same as no command: shows a detector get better as an expert (here: the label column) answers for a few rows.");
        AddTo(command);
        return command;
    }

    /// <summary>Gives a command the demo's options and its action.</summary>
    public static void AddTo(Command command)
    {
        var data = new Option<string>("--data") { Description = DataDescription, DefaultValueFactory = _ => "ionosphere" };
        var seeds = PositiveNumber.Option("--seeds", "The number of runs, with seeds 1, 2, and so on.", 1);
        var stages = PositiveNumber.Option("--stages", "The number of times that the expert is asked.", 5);
        var budget = new Option<int?>("--budget")
        {
            Description = "The number of rows asked a stage; by default 1 % of the rows, but 6 below 500 rows.",
        };
        PositiveNumber.Require(budget);
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model and the results.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "demo"),
        };
        foreach (var option in (Option[])[data, seeds, stages, budget, output])
        {
            command.Options.Add(option);
        }

        var table = new TableArguments(command);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(
            () => new DemoRun(
                new DemoOptions
                {
                    Data = parsed.GetRequiredValue(data),
                    Table = table.Read(parsed),
                    SeedCount = parsed.GetRequiredValue(seeds),
                    StageCount = parsed.GetRequiredValue(stages),
                    BudgetPerStage = parsed.GetValue(budget),
                    OutputFolder = parsed.GetRequiredValue(output),
                },
                AnsiConsole.Console).Run(cancellationToken)));
    }
}
