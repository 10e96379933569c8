using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Querying;

/// <summary>
/// A model of one feature whose variances a test gives, and which writes down what it is asked. An answer takes away what is left of the
/// variance of all rows that are at most one unit from it.
/// </summary>
internal sealed class VarianceModel(Func<float, double> variance) : DetectorModel(1), IPosteriorVariance
{
    /// <summary>Gets the features of the rows whose variances were asked for, and those of the rows taken for answered.</summary>
    public List<(string What, float Feature)> Calls { get; } = [];

    public PosteriorVariance Variance(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        foreach (var feature in rows.Values)
        {
            Calls.Add(("variance", feature));
        }

        return new Left(this, rows.Values.ToArray(), [.. rows.Values.ToArray().Select(variance)]);
    }

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => scores.Clear();

    private sealed class Left(VarianceModel model, float[] features, double[] values) : PosteriorVariance
    {
        public override ReadOnlySpan<double> Values => values;

        public override void TakeForAnswered(int row)
        {
            model.Calls.Add(("taken", features[row]));
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Math.Abs(features[i] - features[row]) <= 1 ? 0 : values[i];
            }
        }
    }
}
