using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The triplet loss of embeddings, 1/t sum of max(||a - p|| - ||a - n|| + margin, 0), and the norm of the sum of the three; as PyTorch has
/// it, with 1e-6 added to each difference, so that a distance of 0 has a gradient. The batch holds t anchors a, t positives p, t
/// negatives n.
/// </summary>
/// <param name="margin">How much farther than the positive the negative is to be.</param>
internal sealed class TripletTerm(double margin)
{
    private double[] _positiveDistances = [];
    private double[] _negativeDistances = [];
    private double _norm;

    public void Prepare(int tripletCount)
    {
        _positiveDistances = new double[tripletCount];
        _negativeDistances = new double[tripletCount];
    }

    /// <summary>Computes the loss, and the norm ||Z_a + Z_p + Z_n||_F.</summary>
    public (double Loss, double Norm) Losses(BatchValue embeddings)
    {
        var count = embeddings.RowCount / 3;
        var (sum, norm) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var anchor = embeddings.Row(i);
            var positive = embeddings.Row(count + i);
            var negative = embeddings.Row(count + count + i);
            var (toPositive, toNegative) = (0.0, 0.0);
            for (var k = 0; k < anchor.Length; k++)
            {
                double x = anchor[k] - positive[k] + RosasObjective.DistanceEpsilon;
                double y = anchor[k] - negative[k] + RosasObjective.DistanceEpsilon;
                double z = anchor[k] + positive[k] + negative[k];
                toPositive += x * x;
                toNegative += y * y;
                norm += z * z;
            }

            _positiveDistances[i] = Math.Sqrt(toPositive);
            _negativeDistances[i] = Math.Sqrt(toNegative);
            sum += Math.Max(Violation(i), 0);
        }

        _norm = Math.Sqrt(norm);
        return (sum / count, _norm);
    }

    /// <summary>
    /// Sets the gradient of <paramref name="factor"/> times the loss plus <see cref="RosasObjective.NormWeight"/> times the norm.
    /// </summary>
    public void SetGradient(BatchValue embeddings, double factor)
    {
        var count = embeddings.RowCount / 3;
        // A norm of almost 0 has a slope of 0, as that of 0: in single precision its reciprocal would be infinite, and 0 times that is NaN.
        var ofNorm = (float)(RosasObjective.NormWeight / _norm);
        ofNorm = float.IsFinite(ofNorm) ? ofNorm : 0;
        for (var i = 0; i < count; i++)
        {
            var anchor = embeddings.Row(i);
            var anchorGradient = embeddings.GradientOf(i);
            var positive = embeddings.Row(count + i);
            var positiveGradient = embeddings.GradientOf(count + i);
            var negative = embeddings.Row(count + count + i);
            var negativeGradient = embeddings.GradientOf(count + count + i);
            var toPositive = Share(i, factor / count, _positiveDistances[i]);
            var toNegative = Share(i, factor / count, _negativeDistances[i]);
            for (var k = 0; k < anchor.Length; k++)
            {
                var x = toPositive * (anchor[k] - positive[k] + RosasObjective.DistanceEpsilon);
                var y = toNegative * (anchor[k] - negative[k] + RosasObjective.DistanceEpsilon);
                var z = ofNorm * (anchor[k] + positive[k] + negative[k]);
                anchorGradient[k] = z + x - y;
                positiveGradient[k] = z - x;
                negativeGradient[k] = z + y;
            }
        }
    }

    private double Violation(int triplet) => _positiveDistances[triplet] - _negativeDistances[triplet] + margin;

    private float Share(int triplet, double factor, double distance) =>
        (float)(Violation(triplet) > 0 && distance > 0 ? factor / distance : 0);
}
