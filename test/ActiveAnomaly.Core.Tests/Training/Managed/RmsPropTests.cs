using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

/// <summary>Steps of RMSprop, of shortened gradients and of penalised weights, against the formulas in double precision.</summary>
[TestClass]
public sealed class RmsPropTests
{
    /// <summary>Single precision of weights near 1, in a few steps.</summary>
    private const double Tolerance = 1e-6;

    private const double Rate = 0.01;

    [TestMethod]
    public void Step_GradientBeyondTheLargestNorm_IsOfThatLength()
    {
        // One weight: each step's gradient is 1, whatever the loss; v = 0.1, then 0.19.
        var weights = Train(0.5, bias: null, penalty: 0, largestNorm: 1, epochCount: 2).Weights;
        Assert.AreEqual(0.5 - (Rate / (Math.Sqrt(0.1) + 1e-7)) - (Rate / (Math.Sqrt(0.19) + 1e-7)), weights[0], Tolerance);
    }

    [TestMethod]
    [DataRow(0.0, null)]
    [DataRow(0.3, null)]
    [DataRow(0.0, 2.5)]
    [DataRow(0.3, 2.5)]
    [DataRow(0.3, 100.0)]
    public void Step_AnyNumbers_IsTheFormulas(double penalty, double? largestNorm)
    {
        // One row x = 2: L = (2 w + b)^2 + l w^2.
        var (w, b) = (0.5, -0.25);
        var (vw, vb) = (0.0, 0.0);
        var losses = new List<double>();
        for (var step = 0; step < 5; step++)
        {
            var output = (2 * w) + b;
            losses.Add((output * output) + (penalty * w * w));
            var (gw, gb) = ((4 * output) + (2 * penalty * w), 2 * output);
            var norm = Math.Sqrt((gw * gw) + (gb * gb));
            if (norm > largestNorm)
            {
                (gw, gb) = (gw * largestNorm.Value / norm, gb * largestNorm.Value / norm);
            }

            (vw, vb) = ((0.9 * vw) + (0.1 * gw * gw), (0.9 * vb) + (0.1 * gb * gb));
            (w, b) = (w - (Rate * gw / (Math.Sqrt(vw) + 1e-7)), b - (Rate * gb / (Math.Sqrt(vb) + 1e-7)));
        }

        var (weights, biases, actual) = Train(0.5, -0.25, penalty, largestNorm, 5);
        Assert.AreEqual(w, weights[0], Tolerance);
        Assert.AreEqual(b, biases[0], Tolerance);
        for (var step = 0; step < 5; step++)
        {
            Assert.AreEqual(losses[step], actual[step], Tolerance, $"Loss {step}");
        }
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void WeightPenalty_OutOfRange_Throws(double penalty) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Train(1, null, penalty, null, 1));

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-1.0)]
    [DataRow(double.NaN)]
    public void LargestGradientNorm_OutOfRange_Throws(double norm) =>
        Assert.AreEqual(
            "options.LargestGradientNorm",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Train(1, null, 0, norm, 1)).ParamName);

    private static (float[] Weights, float[] Biases, IReadOnlyList<double> Losses) Train(
        double weight, double? bias, double penalty, double? largestNorm, int epochCount)
    {
        var layer = new LayerShape(1, 1, Activation.None, bias is not null);
        var start = LayerParameters.Copy(layer, [(float)weight], [], [], bias is null ? [] : [(float)bias]);
        var part = new NetworkPart("part", new NetworkParameters(NetworkShape.Of(layer), [start])) { WeightPenalty = penalty };
        var pass = new TrainingPass(new ListedBatches([[0]]), 1);
        var roles = RowRoles.Of(PoolLabels.None(1), []);
        var loss = new OneClassObjective(
            pass.SquaredDistance(pass.Apply(part, pass.Inputs), [0f]), roles, rejectAbnormal: false, RejectionMean.AllRows);
        var result = new ManagedEngine().Train(
            new TrainingPlan
            {
                Rows = FeatureMatrix.Copy([2], 1),
                Groups = [new UpdateGroup([loss], [part], new RmsPropOptions(Rate) { LargestGradientNorm = largestNorm })],
                EpochCount = epochCount,
            },
            CancellationToken.None);
        var trained = result.Of(part).Layers[0];
        return (trained.Weights.ToArray(), trained.Biases.ToArray(), result.EpochLosses);
    }
}
