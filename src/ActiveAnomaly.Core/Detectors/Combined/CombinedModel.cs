using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.Combined;

/// <summary>
/// Models of several methods with one score in [0, 1]: the weighted mean of the ranks that their scores have among those of the training
/// rows. How far these differ is an uncertainty. Immutable and thread safe.
/// </summary>
public sealed class CombinedModel : DetectorModel, ISpread, IScoreGraph
{
    private readonly DetectorModel[] _members;
    private readonly ScoreCalibration[] _calibrations;
    private readonly float[] _weights;

    internal CombinedModel(DetectorModel[] members, ScoreCalibration[] calibrations, float[] weights)
        : base(members[0].FeatureCount)
    {
        _members = members;
        _calibrations = calibrations;
        _weights = weights;
    }

    /// <summary>Gets the members.</summary>
    public IReadOnlyList<DetectorModel> Members => _members;

    /// <summary>Gets how much each member counts: none negative, with the sum 1.</summary>
    public IReadOnlyList<float> Weights => _weights;

    internal IReadOnlyList<ScoreCalibration> Calibrations => _calibrations;

    /// <inheritdoc/>
    public float[] Spread(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        float[][] ranks =
            [.. _members.Select((member, i) => Array.ConvertAll(member.Score(rows, cancellationToken), _calibrations[i].Apply))];
        var spread = new float[rows.RowCount];
        for (var row = 0; row < spread.Length; row++)
        {
            var mean = ranks.Select((own, i) => _weights[i] * (double)own[row]).Sum();
            spread[row] = (float)Math.Sqrt(ranks.Select((own, i) => _weights[i] * (own[row] - mean) * (own[row] - mean)).Sum());
        }

        return spread;
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features)
    {
        // A rank is finite: a member that does not count is not scored either. The weights' sum is 1, so that one counts.
        var parts = Enumerable.Range(0, _members.Length).Where(i => _weights[i] > 0).Select(i => graph.Multiply(
            graph.Scalar((double)_weights[i]),
            graph.Cast(
                _calibrations[i].AddTo(graph, graph.ScoreOf(_members[i], $"member {i}", features, isRanked: true)),
                GraphElementType.Double)));
        return graph.Cast(parts.Aggregate(graph.Add), GraphElementType.Single);
    }

    /// <summary>Adds a member's part to a score.</summary>
    internal static double With(double sum, float weight, float rank) => sum + ((double)weight * rank);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        // The stack holds a single row's numbers, so that scoring it allocates nothing.
        float[]? rented = null;
        Span<float> own = scores.Length <= 64 ? stackalloc float[64] : (rented = ArrayPool<float>.Shared.Rent(scores.Length));
        double[]? rentedSums = null;
        Span<double> sums = scores.Length <= 64 ? stackalloc double[64] : (rentedSums = ArrayPool<double>.Shared.Rent(scores.Length));
        try
        {
            own = own[..scores.Length];
            sums = sums[..scores.Length];
            sums.Clear();
            for (var i = 0; i < _members.Length; i++)
            {
                _members[i].ScoreInto(rows, own, cancellationToken);
                for (var row = 0; row < own.Length; row++)
                {
                    sums[row] = With(sums[row], _weights[i], _calibrations[i].Apply(own[row]));
                }
            }

            for (var row = 0; row < sums.Length; row++)
            {
                scores[row] = (float)sums[row];
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }

            if (rentedSums is not null)
            {
                ArrayPool<double>.Shared.Return(rentedSums);
            }
        }
    }
}
