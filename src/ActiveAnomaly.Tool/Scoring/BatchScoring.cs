using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>
/// Scores many rows on all processors, with the bits that the model's transformer gives them one after the other: it prepares the features,
/// and they are scored in batches.
/// </summary>
internal static class BatchScoring
{
    private const int RowsInABatch = 1 << 16;

    /// <summary>Scores rows.</summary>
    /// <param name="detector">The model.</param>
    /// <param name="prepared">Their features.</param>
    /// <param name="labels">What is known of them: one label a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static ScoredRow[] Score(DetectorModel detector, IDataView prepared, PoolLabels labels, CancellationToken cancellationToken)
    {
        var column = prepared.Schema[DetectorTrainerOptions.DefaultFeatureColumnName];
        var scored = new ScoredRow[labels.RowCount];
        detector.TryGet<IProbability>(out var probability);
        using var cursor = prepared.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var features = default(VBuffer<float>);
        var values = new float[detector.FeatureCount];
        for (var first = 0; first < scored.Length; first += RowsInABatch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = new FeatureMatrixBuilder(detector.FeatureCount, Math.Min(RowsInABatch, scored.Length - first));
            var finite = new List<int>();
            for (var row = first; row < Math.Min(first + RowsInABatch, scored.Length) && cursor.MoveNext(); row++)
            {
                getter(ref features);
                features.CopyTo(values);

                // A scaler makes an infinite feature of a number far out: no matrix takes it, and a single row's score says what it means.
                if (Array.TrueForAll(values, float.IsFinite))
                {
                    batch.Add(values);
                    finite.Add(row);
                }
                else
                {
                    scored[row] = Row(row, detector.Score(values));
                }
            }

            var scores = detector.Score(batch.ToMatrix(), cancellationToken);
            for (var i = 0; i < scores.Length; i++)
            {
                scored[finite[i]] = Row(finite[i], scores[i]);
            }
        }

        return scored;

        ScoredRow Row(int row, float score) => new()
        {
            Label = labels[row] switch { RowLabel.Normal => 0, RowLabel.Abnormal => 1, _ => float.NaN },
            Score = score,
            PredictedLabel = detector.IsAbnormal(score),
            Probability = probability?.ProbabilityOf(score) ?? float.NaN,
        };
    }
}
