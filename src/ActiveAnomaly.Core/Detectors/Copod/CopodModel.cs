using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Copod;

/// <summary>
/// The distributions of the pool's features. A score is the sum over features of max(t, (l + r) / 2): l = -ln P(x' &lt;= x), r = -ln P(x'
/// &gt;= x), t the one on the side of the longer tail. Immutable and thread safe.
/// </summary>
public sealed class CopodModel : DetectorModel
{
    private readonly EmpiricalDistribution[] _columns;
    private readonly bool[] _isLeftSkewed;

    internal CopodModel(EmpiricalDistribution[] columns, bool[] isLeftSkewed)
        : base(columns.Length)
    {
        _columns = columns;
        _isLeftSkewed = isLeftSkewed;
    }

    internal IReadOnlyList<EmpiricalDistribution> Columns => _columns;

    internal IReadOnlyList<bool> IsLeftSkewed => _isLeftSkewed;

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            scores[i] = (float)Sum(rows.Slice(i * FeatureCount, FeatureCount));
        }
    }

    private double Sum(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        for (var k = 0; k < row.Length; k++)
        {
            // A value beyond all others counts as half a row of the pool: no probability is 0.
            var column = _columns[k];
            var (below, upTo) = column.Counts(row[k]);
            var left = -Math.Log(Math.Max(upTo, 0.5) / column.Count);
            var right = -Math.Log(Math.Max(column.Count - below, 0.5) / column.Count);
            sum += Math.Max(_isLeftSkewed[k] ? left : right, (left + right) / 2);
        }

        return sum;
    }
}
