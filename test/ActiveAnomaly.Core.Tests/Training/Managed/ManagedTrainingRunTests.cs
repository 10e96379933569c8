using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

/// <summary>The managed engine's steps against the double-precision reference.</summary>
[TestClass]
public sealed class ManagedTrainingRunTests
{
    /// <summary>A forward and a backward pass of three or six layers, each result off by a few units in the last place (6e-8).</summary>
    private const double GradientTolerance = 1e-5;

    /// <summary>Adam's first step is nearly the sign of the gradient: it moves only gradients of the size of their own error.</summary>
    private const double OneStepTolerance = 1e-4;

    /// <summary>Errors of ten steps, which feed each other.</summary>
    private const double TenStepTolerance = 1e-2;

    /// <summary>
    /// How far the movement of ten steps may be off, of its own norm: what would catch a step that does nothing or too much.
    /// </summary>
    private const double MovementTolerance = 1e-2;

    /// <summary>Means of at most 15 numbers near 1.</summary>
    private const double StatisticsTolerance = 1e-5;

    private const int StepCount = 10;

    public static IEnumerable<object[]> Cases =>
        from name in TrainingCase.Names from path in Enum.GetValues<VectorPath>() select new object[] { name, path };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void RunGroup_FirstStep_GradientsMatchTheReference(string name, VectorPath path)
    {
        var plan = TrainingCase.Of(name).Plan();
        var run = new ManagedTrainingRun(plan, Require.Kernels(path));
        run.BeginEpoch(0);
        run.RunGroup(0, step: 0, lastOfEpoch: false);

        var reference = TrainingCase.Of(name).Reference();
        reference.Gradients(step: 0);
        float[][] gradients = [.. run.Parts
            .Where(part => part.Part.Name != "head")
            .SelectMany(part => part.Layers)
            .Select(layer => layer.Gradient())];
        for (var l = 0; l < gradients.Length; l++)
        {
            var expected = reference.Network.Layers[l].WeightGradient;
            Assert.IsLessThanOrEqualTo(GradientTolerance * Norm(expected), Distance(expected, gradients[l]), $"Layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_Once_WeightsMatchTheReference(string name, VectorPath path)
    {
        var (layers, reference) = Run(name, path, stepCount: 1);
        AssertWeights(layers, reference, OneStepTolerance);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_TenTimes_WeightsMatchTheReference(string name, VectorPath path)
    {
        var (layers, reference) = Run(name, path, StepCount);
        AssertWeights(layers, reference, TenStepTolerance);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_TenTimes_MovementMatchesTheReference(string name, VectorPath path)
    {
        var (layers, reference) = Run(name, path, StepCount);
        var start = TrainingCase.Of(name).Start();
        for (var l = 0; l < start.Layers.Count; l++)
        {
            var expected = reference.Network.Layers[l].Weights;
            Assert.IsLessThanOrEqualTo(
                MovementTolerance * Distance(expected, start.Layers[l].Weights),
                Distance(expected, layers[l].Weights),
                $"Layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_Once_RunningStatisticsMatchTheReference(string name, VectorPath path)
    {
        var (layers, reference) = Run(name, path, stepCount: 1);
        for (var l = 0; l < layers.Length; l++)
        {
            var (expected, actual) = (reference.Network.Layers[l], layers[l]);
            Assert.IsLessThanOrEqualTo(StatisticsTolerance, Distance(expected.RunningMean, actual.RunningMean), $"Means of layer {l}.");
            Assert.IsLessThanOrEqualTo(
                StatisticsTolerance,
                Distance(expected.RunningVariance, actual.RunningVariance),
                $"Variances of layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void EpochLoss_OneStep_MatchesTheReference(string name, VectorPath path)
    {
        var run = new ManagedTrainingRun(TrainingCase.Of(name).Plan(), Require.Kernels(path));
        run.BeginEpoch(0);
        run.Step(0, lastOfEpoch: true);
        var expected = TrainingCase.Of(name).Reference().Step(0, TrainingCase.LearningRate, TrainingCase.WeightDecay);
        Assert.AreEqual(expected, run.EpochLoss, GradientTolerance * expected);
    }

    /// <summary>Allocation of a step, which must be none: the first step may compile and initialise.</summary>
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_AfterTheFirst_AllocatesNothing(string name, VectorPath path)
    {
        var run = new ManagedTrainingRun(TrainingCase.Of(name).Plan(), Require.Kernels(path));
        run.BeginEpoch(0);
        run.Step(0, lastOfEpoch: true);

        Assert.AreEqual(0L, Allocations.Fewest(() =>
        {
            for (var step = 1; step < StepCount; step++)
            {
                run.Step(step, lastOfEpoch: step == StepCount - 1);
            }
        }));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_TenTimes_HasTheScalarPathsBits(string name, VectorPath path)
    {
        var expected = Train(name, VectorPath.Scalar);
        var actual = Train(name, path);
        for (var l = 0; l < expected.Length; l++)
        {
            Bits.AreEqual(expected[l].Weights, actual[l].Weights, $"Weights of layer {l}");
            Bits.AreEqual(expected[l].RunningMean, actual[l].RunningMean, $"Means of layer {l}");
            Bits.AreEqual(expected[l].RunningVariance, actual[l].RunningVariance, $"Variances of layer {l}");
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Scalar)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Step_OneHotRows_LeavesZerosOutAndHasTheBitsOfFullProducts(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        var (sparse, full) = (
            new ManagedTrainingRun(OneHotPlan(10, 40), kernels), new ManagedTrainingRun(OneHotPlan(10, 40), kernels, looksForZeros: false));
        foreach (var run in (ManagedTrainingRun[])[sparse, full])
        {
            run.BeginEpoch(0);
            for (var step = 0; step < StepCount; step++)
            {
                run.Step(step, lastOfEpoch: step == StepCount - 1);
            }
        }

        // Forward and backward of the first layer.
        Assert.AreEqual(2 * StepCount, sparse.SparseProductCount);
        Assert.AreEqual(0, full.SparseProductCount);
        Assert.AreEqual(full.EpochLoss, sparse.EpochLoss);
        foreach (var (expected, actual) in full.Parts[0].Parameters().Layers.Zip(sparse.Parts[0].Parameters().Layers))
        {
            Bits.AreEqual(expected.Weights, actual.Weights, "Weights");
            Bits.AreEqual(expected.RunningVariance, actual.RunningVariance, "Variances");
        }
    }

    [TestMethod]
    [DataRow(10, 20)]
    [DataRow(40, 8)]
    public void Step_NarrowOrDenseRows_UsesFullProducts(int columnCount, int valueCount)
    {
        var run = new ManagedTrainingRun(OneHotPlan(columnCount, valueCount), Require.Kernels(VectorPath.Scalar));
        run.BeginEpoch(0);
        run.Step(0, lastOfEpoch: true);
        Assert.AreEqual(0, run.SparseProductCount);
    }

    [TestMethod]
    public void Step_OneHotRowsAfterTheFirst_AllocatesNothing()
    {
        var run = new ManagedTrainingRun(OneHotPlan(10, 40), Require.Kernels(VectorPaths.Default));
        run.BeginEpoch(0);
        run.Step(0, lastOfEpoch: true);
        Assert.AreEqual(0L, Allocations.Fewest(() => run.Step(1, lastOfEpoch: true)));
    }

    /// <summary>An autoencoder of rows that have one of some values in each of some columns, one-hot encoded.</summary>
    private static TrainingPlan OneHotPlan(int columnCount, int valueCount)
    {
        const int rowCount = 60;
        var random = new Random(1);
        var values = new float[rowCount * columnCount * valueCount];
        for (var i = 0; i < rowCount * columnCount; i++)
        {
            values[(i * valueCount) + random.Next(valueCount)] = 1;
        }

        var rows = FeatureMatrix.Copy(values, columnCount * valueCount);
        var shape = NetworkShape.Encoder(rows.FeatureCount, [12], 5).WithDecoder();
        var part = new NetworkPart("autoencoder", NetworkParameters.Draw(shape, new SeededRandom(2)));
        var pass = new TrainingPass(new MinibatchSource(rowCount, 6, new SeededRandom(3)), rows.FeatureCount);
        return new TrainingPlan
        {
            Rows = rows,
            Groups =
            [
                new UpdateGroup(
                    [new ReconstructionObjective(pass.Apply(part, pass.Inputs), pass.Inputs)], [part], new AdamOptions(1e-3, 1e-6)),
            ],
            EpochCount = 1,
        };
    }

    public static IEnumerable<object[]> HeadCases =>
        from name in TrainingCase.Names
        where name.Contains("head", StringComparison.Ordinal)
        from path in Enum.GetValues<VectorPath>()
        select new object[] { name, path };

    [TestMethod]
    [DynamicData(nameof(HeadCases))]
    public void RunGroup_FirstStep_HeadGradientMatchesTheReference(string name, VectorPath path)
    {
        var plan = TrainingCase.Of(name).Plan();
        var run = new ManagedTrainingRun(plan, Require.Kernels(path));
        run.BeginEpoch(0);
        run.RunGroup(0, step: 0, lastOfEpoch: false);
        var reference = TrainingCase.Of(name).Reference();
        reference.Gradients(step: 0);
        var expected = ((ReferenceUai)reference.Terms[0].Objective).HeadGradient;
        Assert.IsLessThanOrEqualTo(GradientTolerance * Norm(expected), Distance(expected, Head(run).Layers[0].Gradient()));
    }

    [TestMethod]
    [DynamicData(nameof(HeadCases))]
    public void Step_TenTimes_HeadMatchesTheReference(string name, VectorPath path)
    {
        var plan = TrainingCase.Of(name).Plan();
        var run = new ManagedTrainingRun(plan, Require.Kernels(path));
        var reference = TrainingCase.Of(name).Reference();
        run.BeginEpoch(0);
        for (var step = 0; step < StepCount; step++)
        {
            run.Step(step, lastOfEpoch: false);
            reference.Step(step, TrainingCase.LearningRate, TrainingCase.WeightDecay);
        }

        var expected = ((ReferenceUai)reference.Terms[0].Objective).Parameters;
        Assert.IsLessThanOrEqualTo(
            TenStepTolerance * Norm(expected),
            Distance(expected, [.. Head(run).Parameters().Layers[0].Weights, .. Head(run).Parameters().Layers[0].Biases]));
    }

    private static ManagedPart Head(ManagedTrainingRun run) => run.Parts.Single(part => part.Part.Name == "head");

    /// <summary>The layers of encoder and decoder.</summary>
    private static LayerParameters[] Layers(IEnumerable<NetworkPart> parts, Func<NetworkPart, NetworkParameters> parametersOf) =>
        [.. parts.Where(part => part.Name != "head").SelectMany(part => parametersOf(part).Layers)];

    private static LayerParameters[] Train(string name, VectorPath path)
    {
        Require.Kernels(path);
        var plan = TrainingCase.Of(name).Plan();
        return Layers(plan.Parts, new ManagedEngine(path).Train(plan, CancellationToken.None).Of);
    }

    private static (LayerParameters[] Layers, ReferenceRun Reference) Run(string name, VectorPath path, int stepCount)
    {
        var run = new ManagedTrainingRun(TrainingCase.Of(name).Plan(), Require.Kernels(path));
        var reference = TrainingCase.Of(name).Reference();
        run.BeginEpoch(0);
        for (var step = 0; step < stepCount; step++)
        {
            run.Step(step, lastOfEpoch: false);
            reference.Step(step, TrainingCase.LearningRate, TrainingCase.WeightDecay);
        }

        return ([.. run.Parts.Where(part => part.Part.Name != "head").SelectMany(part => part.Parameters().Layers)], reference);
    }

    private static void AssertWeights(LayerParameters[] layers, ReferenceRun reference, double tolerance)
    {
        for (var l = 0; l < layers.Length; l++)
        {
            var expected = reference.Network.Layers[l].Weights;
            Assert.IsLessThanOrEqualTo(tolerance * Norm(expected), Distance(expected, layers[l].Weights), $"Layer {l}.");
        }
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private static double Distance(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        var sum = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            sum += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        }

        return Math.Sqrt(sum);
    }
}
