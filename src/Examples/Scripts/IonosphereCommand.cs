using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>The command line of <see cref="IonosphereModel"/>.</summary>
internal static class IonosphereCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scripts"),
        };
        var command = new Command(
            "ionosphere",
            "Trains, evaluates and uses a model in the shape that ML.NET Model Builder generates, on the data shipped.")
        {
            output,
        };
        command.SetAction((parsed, cancellationToken) => Guarded.Start(
            () => Run(parsed.GetRequiredValue(output), AnsiConsole.Console, cancellationToken)));
        return command;
    }

    private static bool Run(string outputFolder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var dataPath = Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv");
        var modelPath = ScriptRun.PathIn(outputFolder, "IonosphereModel.zip");
        TrainingBar.Show(console, "Ionosphere", ActiveLearningEstimator.Options.DefaultStageCount, progress =>
            IonosphereModel.Train(modelPath, dataPath, progress: progress, cancellationToken: cancellationToken));
        console.WriteMetrics(IonosphereModel.Evaluate(modelPath, dataPath));

        var mlContext = new MLContext();
        var data = IonosphereModel.LoadIDataViewFromFile(dataPath);
        var first = mlContext.Data.CreateEnumerable<IonosphereModel.ModelInput>(data, reuseRowObject: false).First();
        var prediction = new IonosphereModel(modelPath).Predict(first);
        console.WritePrediction(prediction.Score, prediction.PredictedLabel, first.Label);
        console.WriteModelFolder(modelPath);
        return true;
    }
}
