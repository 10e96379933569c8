using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// The scores that answered rows would have if nobody had answered for them (cross-fitting): the answers are divided into parts, and each
/// part is scored by a model that is trained without it. A model's own score of an answered row is pulled towards the answer, and says
/// nothing of rows that nobody answered for.
/// </summary>
/// <remarks>
/// Models of different training have scores of different scales: those of a part are shifted and stretched so that the unanswered rows have
/// the mean and the standard deviation that the whole model gives them. Rows of equal features are in one part.
/// </remarks>
internal static class HeldOutScores
{
    /// <summary>Computes the scores of a pool in which answered rows have held-out ones.</summary>
    /// <param name="detector">What trained the model.</param>
    /// <param name="request">What it was trained on.</param>
    /// <param name="trained">What came of it.</param>
    /// <param name="foldCount">The number of parts.</param>
    /// <returns>The scores [n].</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static float[] Of(Detector detector, TrainingRequest request, TrainedDetector trained, int foldCount)
    {
        var scores = trained.Scores.ToArray();
        if (!detector.UsesLabels || request.Labels.LabeledCount == 0)
        {
            return scores;
        }

        var unanswered = UnansweredRows(request);
        var whole = MomentsOf(trained.Scores.Span, unanswered);
        var folds = Folds(detector, request, foldCount);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var heldOut = folds[fold];
            var part = detector.Fit(Without(request, heldOut, trained.Model, fold, folds.Count)).Scores.Span;
            var moments = MomentsOf(part, unanswered);
            var stretch = moments.Deviation > 0 && whole.Deviation > 0 ? whole.Deviation / moments.Deviation : 1;
            foreach (var row in heldOut)
            {
                var score = whole.Mean + (stretch * (part[row] - moments.Mean));
                scores[row] = (float)Math.Clamp(score, float.MinValue, float.MaxValue);
            }
        }

        return scores;
    }

    /// <summary>Gives the rows of which no answer says anything, ascending.</summary>
    public static int[] UnansweredRows(TrainingRequest request) =>
        [.. Enumerable.Range(0, request.Pool.RowCount).Where(row => request.LabelsWithTwins[row] == RowLabel.Unlabeled)];

    private static Moments MomentsOf(ReadOnlySpan<float> scores, int[] rows)
    {
        var some = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            some[i] = scores[rows[i]];
        }

        return Moments.Of(some);
    }

    /// <summary>Divides the rows of known labels: each kind in turn into all parts, in an order drawn by the detector's seed.</summary>
    private static List<int[]> Folds(Detector detector, TrainingRequest request, int foldCount)
    {
        var twins = request.Pool.FirstTwins().ToArray();
        var known = request.LabelsWithTwins;
        int[][] groups = [.. known.LabeledRows.Order().GroupBy(row => twins[row]).Select(group => group.ToArray())];
        var random = new SeededRandom(detector.Seed).Derive("calibration");
        foldCount = Math.Min(foldCount, groups.Length);
        var folds = Enumerable.Range(0, foldCount).Select(_ => new List<int>()).ToArray();
        var next = 0;
        foreach (var kind in (ReadOnlySpan<RowLabel>)[RowLabel.Normal, RowLabel.Abnormal])
        {
            var own = Array.FindAll(groups, group => known[group[0]] == kind);
            random.Shuffle<int[]>(own);
            foreach (var group in own)
            {
                folds[next++ % foldCount].AddRange(group);
            }
        }

        return [.. folds.Where(fold => fold.Count > 0).Select(fold => fold.ToArray())];
    }

    private static TrainingRequest Without(TrainingRequest request, int[] heldOut, DetectorModel previous, int fold, int foldCount)
    {
        var isHeldOut = heldOut.ToHashSet();
        var left = request.Labels.LabeledRows
            .Where(row => !isHeldOut.Contains(row))
            .Select(row => KeyValuePair.Create(row, request.Labels[row]));
        return request.With(
            PoolLabels.None(request.Pool.RowCount).With(left),
            previous,
            request.Progress is { } progress ? new FoldProgress(progress, fold, foldCount) : null,
            request.CancellationToken);
    }

    /// <summary>Reports a training under the number of its part.</summary>
    private sealed class FoldProgress(IProgress<TrainingProgress> listener, int fold, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            listener.Report(value with { Phase = $"calibration {fold + 1} of {count}, {value.Phase}" });
    }
}
