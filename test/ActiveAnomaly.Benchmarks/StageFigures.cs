using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>What the default detector reaches on a table whose truth is known, stage by stage of the paper's budget.</summary>
internal static class StageFigures
{
    /// <summary>The number of stages.</summary>
    public const int StageCount = 5;

    /// <summary>The number of figures of one measure: before any answer, the mean of the stages, and after the last.</summary>
    public const int Count = 3;

    /// <summary>Runs the stages.</summary>
    /// <param name="pool">The features.</param>
    /// <param name="table">The truth.</param>
    /// <param name="options">The detector's options, with the seed of the run.</param>
    /// <returns>100 x AUC and 100 x average precision, <see cref="Count"/> figures each.</returns>
    public static double[] Run(FeatureMatrix pool, LabeledTable table, GaussianProcessOptions options)
    {
        var session = new ActiveLearningSession(
            pool,
            new GaussianProcessDetector(options),
            new ThirdsStrategy(),
            new SessionOptions { Seed = options.Seed, AsksTwins = true, PseudoAbnormal = PseudoAbnormalUse.Never });
        session.Run(question => table.IsAbnormal[question.RowIndex] ? Answer.Abnormal : Answer.Normal, StageCount);
        StageEvaluation[] stages =
            [.. Enumerable.Range(0, StageCount + 1).Select(stage => StageEvaluation.Of(session.History, stage, table.IsAbnormal, pool))];
        return [.. Figures(stage => stage.RocAuc), .. Figures(stage => stage.AveragePrecision)];

        double[] Figures(Func<StageEvaluation, double> measure) =>
            [100 * measure(stages[0]), 100 * stages[1..].Average(measure), 100 * measure(stages[^1])];
    }

    /// <summary>Gives the means, figure by figure.</summary>
    public static double[] Mean(double[][] figures) =>
        [.. Enumerable.Range(0, figures[0].Length).Select(i => figures.Average(own => own[i]))];

    /// <summary>Writes figures in a line.</summary>
    public static string Line(double[] figures) =>
        string.Join(' ', figures.Select(figure => figure.ToString("F1", CultureInfo.InvariantCulture).PadLeft(6)));

    /// <summary>Writes paired differences over data sets with their standard errors.</summary>
    /// <param name="sets">The figures by set, and there by what is compared.</param>
    /// <param name="one">Which of these.</param>
    /// <param name="other">Which is taken off.</param>
    public static string Difference(List<double[][]> sets, int one, int other) => string.Join(
        ", ",
        Enumerable.Range(0, sets[0][one].Length).Select(i =>
        {
            double[] differences = [.. sets.Select(set => set[one][i] - set[other][i])];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{differences.Average():+0.0;-0.0} ({ProbabilityBenchmark.StandardError(differences):F1})");
        }));
}
