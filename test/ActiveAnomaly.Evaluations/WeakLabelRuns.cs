using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Evaluations;

/// <summary>
/// The protocol of Xu et al. (2023) through the library's API: ten runs, each with a split, labels and a seed of its own.
/// </summary>
internal static class WeakLabelRuns
{
    public const int RunCount = 10;

    /// <summary>
    /// Gives the areas under the curve of precision over recall, by trapezoids, of the test rows; each run has a split of its own.
    /// </summary>
    public static double[] AucPr(EvaluationData data, Func<long, Detector> detector) => Runs(run =>
    {
        var split = WeakLabelSplit.Of(data.Rows, data.IsAbnormal, null, new SeededRandom(run).Derive("weak labels"));
        return AucPr(
            detector(run),
            new TrainingRequest(split.Training, split.Labels) { Validation = new LabeledRows(split.Validation!, split.ValidationTruth) },
            new LabeledRows(split.Test, split.TestTruth));
    });

    /// <summary>The same areas of one split, where runs differ in seeds only.</summary>
    public static double[] AucPr(AuthorsSplit split, Func<long, Detector> detector) => Runs(run => AucPr(
        detector(run), new TrainingRequest(split.Training, split.Labels) { Validation = split.Validation }, split.Test));

    private static double[] Runs(Func<int, double> run) => [.. Enumerable.Range(1, RunCount).AsParallel().AsOrdered().Select(run)];

    private static double AucPr(Detector detector, TrainingRequest request, LabeledRows test) =>
        Ranking.PrecisionRecallAuc(detector.Fit(request).Model.Score(test.Rows), test.IsAbnormal);
}
