using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveAnomaly.Data;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The command line of the demo.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "ionosphere, glass, or the path of a CSV: a header, numbers, the label (0 normal, 1 abnormal) in the last column.",
            DefaultValueFactory = _ => "ionosphere",
        };
        var seeds = PositiveOption("--seeds", "The number of runs, with seeds 1, 2, and so on.", 1);
        var stages = PositiveOption("--stages", "The number of times that the expert is asked.", 5);
        var budget = new Option<int?>("--budget") { Description = "The number of rows asked a stage; by default 1 % of the rows, but 6 below 500 rows." };
        RequirePositive(budget);
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model and the results.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "demo"),
        };
        var command = new Command("demo", "Shows a detector get better as an expert (here: the label column) answers for a few rows.");
        foreach (var option in (Option[])[data, seeds, stages, budget, output])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new DemoOptions
            {
                Data = parsed.GetRequiredValue(data),
                SeedCount = parsed.GetRequiredValue(seeds),
                StageCount = parsed.GetRequiredValue(stages),
                BudgetPerStage = parsed.GetValue(budget),
                OutputFolder = parsed.GetRequiredValue(output),
            },
            cancellationToken)));
        return command;
    }

    private static int Run(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            new DemoRun(options, AnsiConsole.Console).Run(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException)
        {
            AnsiConsole.MarkupLine("[yellow]Cancelled.[/] Nothing was written but the results of finished runs.");
            return 130;
        }
        catch (Exception exception) when (exception is CsvFormatException or FeatureDataException or IOException or UnauthorizedAccessException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private static Option<int> PositiveOption(string name, string description, int defaultValue)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        RequirePositive(option);
        return option;
    }

    private static void RequirePositive(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && value < 1)
        {
            result.AddError($"{option.Name} is {value}; it must be at least 1.");
        }
    });
}
