using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// Training on libtorch against the managed engine, for every objective, operation, activation and mode of batch
/// normalisation.
/// </summary>
[TestClass]
public abstract class ParityTests
{
    /// <summary>
    /// A forward and a backward pass of three or six layers in two orders of summation, each result off by a few units in the
    /// last place (6e-8).
    /// </summary>
    private const double GradientTolerance = 1e-5;

    /// <summary>Adam's first step is nearly the sign of the gradient: it moves only gradients of the size of their own error.</summary>
    private const double OneStepTolerance = 1e-4;

    /// <summary>Errors of ten steps, which feed each other.</summary>
    private const double TenStepTolerance = 1e-2;

    /// <summary>
    /// How far the movement of ten steps may be off, of its own norm: what would catch a step that does nothing or too much.
    /// </summary>
    private const double MovementTolerance = 1e-2;

    /// <summary>Means of 14 numbers near 1, of weights that ten steps moved apart.</summary>
    private const double StatisticsTolerance = 1e-4;

    /// <summary>A loss, a radius or a head after ten steps.</summary>
    private const double ValueTolerance = 1e-3;

    /// <summary>One forward pass.</summary>
    private const double ScoreTolerance = 1e-5;

    public static IEnumerable<object[]> Cases =>
        from name in ParityCase.Names from mode in Enum.GetValues<ParityMode>() select new object[] { name, mode };

    protected abstract TorchDevice Device { get; }

    private protected TorchEngine Engine => Native.Engine(Device);

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Step_First_GradientsMatchTheManagedEngine(string name, ParityMode mode)
    {
        var device = Engine.Device;
        var plan = ParityCase.Of(name).Plan(mode);
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var run = new TorchTrainingRun(plan, plan.Validate(), device);
        run.BeginEpoch(0);
        var actual = run.Gradients(stepIndex: 0);
        var managedPlan = ParityCase.Of(name).Plan(mode);
        var expected = ManagedGradients(managedPlan);
        foreach (var (part, other) in managedPlan.Groups[0].Parts.Zip(plan.Groups[0].Parts))
        {
            Assert.IsLessThanOrEqualTo(
                GradientTolerance * Norm(expected[part]),
                Distance(expected[part], actual[other]),
                $"Part {part.Name}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_OneStep_WeightsMatchTheManagedEngine(string name, ParityMode mode)
    {
        TrainingPlan OneStep() => ParityCase.Of(name).Plan(mode, epochCount: 1, new ListedRows(_ => [[.. Enumerable.Range(20, 14)]]));

        foreach (var (_, expected, actual) in Both(OneStep(), OneStep()).Layers)
        {
            Assert.IsLessThanOrEqualTo(OneStepTolerance * Norm(expected.Weights), Distance(expected.Weights, actual.Weights));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_WeightsMatchTheManagedEngine(string name, ParityMode mode)
    {
        foreach (var (start, expected, actual) in TenSteps(name, mode).Layers)
        {
            var distance = Distance(expected.Weights, actual.Weights);
            Assert.IsLessThanOrEqualTo(TenStepTolerance * Norm(expected.Weights), distance);
            Assert.IsLessThanOrEqualTo(MovementTolerance * Distance(start.Weights, expected.Weights), distance, "Movement.");
            AssertClose(expected.Biases, actual.Biases, ValueTolerance, "Biases");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_RunningStatisticsMatchTheManagedEngine(string name, ParityMode mode)
    {
        foreach (var (_, expected, actual) in TenSteps(name, mode).Layers)
        {
            AssertClose(expected.RunningMean, actual.RunningMean, StatisticsTolerance, "Running mean");
            AssertClose(expected.RunningVariance, actual.RunningVariance, StatisticsTolerance, "Running variance");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_RadiusAndLossesMatchTheManagedEngine(string name, ParityMode mode)
    {
        var (managed, plan) = (ParityCase.Of(name).Plan(mode), ParityCase.Of(name).Plan(mode));
        var (expected, actual, _) = Both(managed, plan);
        for (var epoch = 0; epoch < expected.EpochLosses.Count; epoch++)
        {
            Assert.AreEqual(
                expected.EpochLosses[epoch],
                actual.EpochLosses[epoch],
                ValueTolerance * Math.Abs(expected.EpochLosses[epoch]),
                $"Loss of epoch {epoch}.");
        }

        foreach (var (one, other) in Radii(managed).Zip(Radii(plan)))
        {
            Assert.AreEqual(one, other, ValueTolerance, "Radius.");
        }
    }

    /// <summary>The loss of a batch of one row is the row's score; a learning rate this small moves no weight.</summary>
    [TestMethod]
    public void Forward_Frozen_ScoresMatchTheManagedEngine()
    {
        TrainingPlan Scoring()
        {
            var plan = ParityCase.Of("one-class, no labels").Plan(
                ParityMode.Frozen,
                ParityCase.RowCount,
                new ListedRows(epoch => [[epoch]]));
            return ParityCase.With(plan, new AdamOptions(1e-30, 0));
        }

        var (expected, actual, _) = Both(Scoring(), Scoring());
        for (var row = 0; row < expected.EpochLosses.Count; row++)
        {
            Assert.AreEqual(expected.EpochLosses[row], actual.EpochLosses[row], ScoreTolerance * expected.EpochLosses[row], $"Row {row}.");
        }
    }

    private static Dictionary<NetworkPart, float[]> ManagedGradients(TrainingPlan plan)
    {
        var run = new ManagedTrainingRun(plan, KernelSet.For(VectorPaths.Default));
        run.BeginEpoch(0);
        run.RunGroup(0, step: 0, lastOfEpoch: false);
        return run.Parts.ToDictionary(part => part.Part, part => part.Layers.SelectMany(layer => layer.Gradient()).ToArray());
    }

    private static IEnumerable<float> Radii(TrainingPlan plan) =>
        plan.Groups.SelectMany(group => group.Objectives).OfType<SoftBoundaryObjective>().Select(objective => objective.Radius);

    private (
        TrainingResult Expected,
        TrainingResult Actual,
        (LayerParameters Start, LayerParameters Expected, LayerParameters Actual)[] Layers) TenSteps(
            string name, ParityMode mode) => Both(ParityCase.Of(name).Plan(mode), ParityCase.Of(name).Plan(mode));

    /// <summary>Trains a plan on the managed engine and the same one on this.</summary>
    private (
        TrainingResult Expected,
        TrainingResult Actual,
        (LayerParameters Start, LayerParameters Expected, LayerParameters Actual)[] Layers) Both(
            TrainingPlan managed, TrainingPlan plan)
    {
        var engine = Engine;
        var (expected, actual) = (new ManagedEngine().Train(managed, CancellationToken.None), engine.Train(plan, CancellationToken.None));
        return (
            expected,
            actual,
            [.. managed.Parts.Zip(plan.Parts).SelectMany(
                pair => pair.First.Start.Layers.Select(
                    (start, l) => (start, expected.Of(pair.First).Layers[l], actual.Of(pair.Second).Layers[l])))]);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.AreEqual(expected.Length, actual.Length, what);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], tolerance, $"{what}, element {i}.");
        }
    }

    private static double Norm(ReadOnlySpan<float> values) => Distance(new float[values.Length], values);

    private static double Distance(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        var sum = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            sum += ((double)expected[i] - actual[i]) * ((double)expected[i] - actual[i]);
        }

        return Math.Sqrt(sum);
    }
}
