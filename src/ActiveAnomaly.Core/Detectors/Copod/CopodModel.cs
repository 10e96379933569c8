using ActiveAnomaly.Explanations;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Copod;

/// <summary>
/// The distributions of the pool's features. A score is the sum over features of max(t, (l + r) / 2): l = -ln P(x' &lt;= x), r = -ln P(x'
/// &gt;= x), t the one on the side of the longer tail. Immutable and thread safe.
/// </summary>
public sealed class CopodModel : DetectorModel, IContributions
{
    internal CopodModel(TailProbabilities tails)
        : base(tails.Columns.Count) => Tails = tails;

    internal TailProbabilities Tails { get; }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        RequireFeatures(row, reference, contributions);
        for (var k = 0; k < row.Length; k++)
        {
            contributions[k] += Tails.Term(k, row[k]) - Tails.Term(k, reference[k]);
        }
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Tails.Score(rows, scores, cancellationToken);
}
