using System.Buffers;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>
/// Several models of one method with one score, the mean of the members' calibrated scores. How far the members disagree is an
/// uncertainty. Immutable and thread safe.
/// </summary>
public sealed class EnsembleModel : DetectorModel
{
    private readonly ScoreCalibration[] _calibrations;
    private readonly DetectorModel[] _members;

    internal EnsembleModel(DetectorModel[] members, ScoreCalibration[] calibrations, float threshold)
        : base(members[0].FeatureCount, threshold)
    {
        _members = members;
        _calibrations = calibrations;
    }

    /// <inheritdoc/>
    public override string Name => $"{_members[0].Name} x {_members.Length}";

    /// <summary>Gets the members.</summary>
    public IReadOnlyList<DetectorModel> Members => _members;

    /// <summary>Gets how the members' scores become one.</summary>
    public EnsembleCombination Combination => _calibrations[0].Combination;

    internal IReadOnlyList<ScoreCalibration> Calibrations => _calibrations;

    /// <summary>Computes how far the members disagree on each row: the standard deviation of their calibrated scores.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One value a row, at least 0, in units of the score.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    public float[] Uncertainty(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        float[][] calibrated = [.. _members.Select((member, i) => Calibrated(i, member.Score(rows, cancellationToken)))];
        var spread = new float[rows.RowCount];
        for (var row = 0; row < spread.Length; row++)
        {
            var mean = calibrated.Average(scores => (double)scores[row]);
            spread[row] = (float)Math.Sqrt(calibrated.Average(scores => (scores[row] - mean) * (scores[row] - mean)));
        }

        return spread;
    }

    /// <inheritdoc/>
    public override float[] QueryScores(FeatureMatrix rows, float[] scores, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        var sums = new double[rows.RowCount];
        var differ = false;
        foreach (var member in _members)
        {
            var own = member.Score(rows, cancellationToken);
            var query = member.QueryScores(rows, own, cancellationToken);
            differ |= !ReferenceEquals(own, query);
            for (var row = 0; row < sums.Length; row++)
            {
                sums[row] += query[row];
            }
        }

        // Members that query by a head's output agree on its scale, so that their mean needs no calibration.
        return differ ? [.. sums.Select(sum => (float)(sum / _members.Length))] : scores;
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        // The stack holds a single row's score, so that scoring it allocates nothing.
        float[]? rented = null;
        var own = scores.Length <= 64 ? stackalloc float[64] : (rented = ArrayPool<float>.Shared.Rent(scores.Length));
        try
        {
            own = own[..scores.Length];
            scores.Clear();
            for (var i = 0; i < _members.Length; i++)
            {
                _members[i].ScoreInto(rows, own, cancellationToken);
                for (var row = 0; row < scores.Length; row++)
                {
                    scores[row] += _calibrations[i].Apply(own[row]);
                }
            }

            foreach (ref var score in scores)
            {
                score /= _members.Length;
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }

    private float[] Calibrated(int member, float[] scores) => [.. scores.Select(_calibrations[member].Apply)];
}
