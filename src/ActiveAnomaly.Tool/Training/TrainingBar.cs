using System.Globalization;
using ActiveAnomaly.Detectors;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Training;

/// <summary>A progress bar for one training.</summary>
internal static class TrainingBar
{
    /// <summary>Shows the bar while <paramref name="train"/> runs.</summary>
    public static void Show(IAnsiConsole console, string title, int stageCount, Action<IProgress<TrainingProgress>> train) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).AutoClear(true)
            .Start(context =>
        {
            var bar = context.AddTask(Markup.Escape(title), maxValue: stageCount + 1);
            train(new Listener(progress =>
            {
                bar.Description = Markup.Escape(string.Create(
                    CultureInfo.InvariantCulture, $"{title}, stage {progress.Stage}: {progress.Phase}, loss {progress.Loss:G3}"));
                bar.Value = progress.Stage + (1 - (progress.TimeLeft / (progress.Elapsed + progress.TimeLeft)));
            }));
        });

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
