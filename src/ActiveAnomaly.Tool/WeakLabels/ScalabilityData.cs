using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// Made rows of any number and width, to measure time on: normal rows are uniform in [0.25, 0.75] in every feature; of anomalies a
/// quarter of the features, the same for all, are uniform in [0.5, 1]. What is trained on is scored too, so that the number of
/// rows counts for both.
/// </summary>
internal static class ScalabilityData
{
    /// <summary>Makes rows.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="featureCount">The number of features.</param>
    /// <param name="options">How many anomalies are labelled, and which share of the other rows is abnormal.</param>
    /// <param name="random">Random numbers.</param>
    public static WeakLabelData Of(int rowCount, int featureCount, WeakLabelOptions options, SeededRandom random)
    {
        var unlabeled = rowCount - options.LabeledCount;
        var hidden = (int)Math.Round((options.Contamination ?? 0) * unlabeled, MidpointRounding.AwayFromZero);
        var abnormal = options.LabeledCount + hidden;
        var builder = new FeatureMatrixBuilder(featureCount, rowCount);
        var row = new float[featureCount];
        for (var i = 0; i < rowCount; i++)
        {
            for (var k = 0; k < featureCount; k++)
            {
                var isMoved = i < abnormal && k < (featureCount + 3) / 4;
                row[k] = (float)((isMoved ? 0.5 : 0.25) + (random.NextDouble() / 2));
            }

            builder.Add(row);
        }

        var labels = new RowLabel[rowCount];
        labels.AsSpan(0, options.LabeledCount).Fill(RowLabel.Abnormal);
        var rows = builder.ToMatrix();
        return new WeakLabelData
        {
            Training = rows,
            Labels = PoolLabels.Copy(labels),
            Contamination = (double)hidden / unlabeled,
            Test = rows,
            TestTruth = [.. Enumerable.Range(0, rowCount).Select(i => i < abnormal)],
        };
    }
}
