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

    /// <summary>Gives the areas under the curve of precision over recall, by trapezoids, of the test rows.</summary>
    public static double[] AucPr(EvaluationData data, Func<long, Detector> detector) =>
    [
        .. Enumerable.Range(1, RunCount).AsParallel().AsOrdered().Select(run =>
        {
            var split = WeakLabelSplit.Of(data.Rows, data.IsAbnormal, null, new SeededRandom(run).Derive("weak labels"));
            var model = detector(run).Fit(new TrainingRequest(split.Training, split.Labels)
            {
                Validation = new LabeledRows(split.Validation!, split.ValidationTruth),
            }).Model;
            return Ranking.PrecisionRecallAuc(model.Score(split.Test), split.TestTruth);
        }),
    ];
}
