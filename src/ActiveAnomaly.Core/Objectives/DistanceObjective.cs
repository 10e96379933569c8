using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The losses that are functions of each row's anomaly score s = ||z - c||^2 (Eq. 3): a derived class gives every row's
/// loss and dL/ds; this one turns dL/ds into dL/dz = 2 dL/ds (z - c).
/// </summary>
public abstract class DistanceObjective : ScoredObjective
{
    private readonly float[] _center;
    private float[] _scores = [];
    private float[] _slopes = [];

    /// <summary>Creates the objective.</summary>
    /// <param name="center">The centre c [h]; it is copied.</param>
    protected DistanceObjective(ReadOnlySpan<float> center)
    {
        if (center.IsEmpty)
        {
            throw new ArgumentException("The centre has no components; it needs one for each output of the network.", nameof(center));
        }

        _center = center.ToArray();
    }

    /// <summary>Gets the centre, c [h].</summary>
    public ReadOnlySpan<float> Center => _center;

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        _scores = new float[largestBatch];
        _slopes = new float[largestBatch];
    }

    /// <inheritdoc/>
    public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
    {
        var scores = _scores.AsSpan(0, batch.RowCount);
        var slopes = _slopes.AsSpan(0, batch.RowCount);
        Kernels.SquaredDistances(batch.Outputs, batch.OutputStride, batch.RowCount, _center, scores);
        var loss = EvaluateScores(batch.Rows, scores, slopes, withLoss);
        Kernels.DistanceGradient(batch.Outputs, batch.OutputStride, _center, slopes, batch.Gradient);
        return loss;
    }

    /// <inheritdoc/>
    public override float ScoreOf(in ObjectiveBatch batch, int position) => _scores[position];

    /// <inheritdoc/>
    public override void AddScoreGradient(in ObjectiveBatch batch, int position, float slope)
    {
        var code = batch.Output(position);
        var gradient = batch.OutputGradient(position);
        for (var k = 0; k < gradient.Length; k++)
        {
            gradient[k] += 2f * slope * (code[k] - _center[k]);
        }
    }

    /// <summary>Computes the loss and its derivative by each row's score.</summary>
    /// <param name="rows">The pool indices of the batch's b rows.</param>
    /// <param name="scores">Their scores s [b].</param>
    /// <param name="slopes">Receives dL/ds [b].</param>
    /// <param name="withLoss">False when the loss is not needed.</param>
    /// <returns>The loss.</returns>
    protected abstract float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss);
}
