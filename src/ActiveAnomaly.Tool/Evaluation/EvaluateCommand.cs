using System.CommandLine;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>
/// The command line of <see cref="SimulationRun"/>, which trains and plays the expert, and of <see cref="ModelEvaluation"/>, which measures
/// a saved model.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "evaluate",
            "Shows the default detector get better as an expert (here: the label column) answers for a few rows. With --model: measures a "
            + "saved model against the labels of a table.");
        var data = new Argument<string>("table") { Description = DataSet.Description, DefaultValueFactory = _ => "ionosphere" };
        var seeds = PositiveNumber.Option("--seeds", "The number of runs, with seeds 1, 2, and so on.", 1);
        var stages = PositiveNumber.Option("--stages", "The number of times that the expert is asked.", 5);
        var budget = new Option<int?>("--budget")
        {
            Description = "The number of rows asked a stage; by default 1 % of the rows, but 6 below 500 rows.",
        };
        PositiveNumber.Require(budget);
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for the model and the results.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "evaluate"),
        };
        var report = new Option<string?>("--report") { Description = "An HTML report to write." };
        var model = new Option<string?>("--model")
        {
            Description = "A model that train or evaluate wrote: nothing is trained, and the table, which has to be named, is read as the "
                + "model's training table was.",
        };
        var at = new Option<int[]>("--at")
        {
            Description = "With --model, the k of precision at k, the abnormal share of the k rows of the highest scores; may be repeated. "
                + "By default the number of abnormal rows.",
        };
        PositiveNumber.Require(at);
        var json = CommandOutput.JsonOption();
        command.Arguments.Add(data);
        foreach (var option in (Option[])[seeds, stages, budget, output, report, model, at, json])
        {
            command.Options.Add(option);
        }

        var table = new TableArguments(command, TablePurpose.Truth);
        command.Validators.Add(result => ModelRules.Check(
            result, data, model, at, [seeds, stages, budget, output, report, .. table.OfTraining]));
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () => parsed.GetValue(model) is { } path
            ? new ModelEvaluation(path, table.ReadForScoring(parsed), parsed.GetValue(at) ?? [], CommandOutput.Of(parsed, json))
                .Run(DataSet.Find(parsed.GetRequiredValue(data)), cancellationToken)
            : new SimulationRun(
                new SimulationOptions
                {
                    Data = parsed.GetRequiredValue(data),
                    Table = table.Read(parsed),
                    SeedCount = parsed.GetRequiredValue(seeds),
                    StageCount = parsed.GetRequiredValue(stages),
                    BudgetPerStage = parsed.GetValue(budget),
                    OutputFolder = parsed.GetRequiredValue(output),
                    ReportPath = parsed.GetValue(report),
                },
                CommandOutput.Of(parsed, json)).Run(cancellationToken)));
        return command;
    }
}
