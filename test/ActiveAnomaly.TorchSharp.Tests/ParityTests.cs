using ActiveAnomaly.Engines;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Training on libtorch against the managed engine, for every objective, head and mode of batch normalisation.</summary>
[TestClass]
public abstract class ParityTests
{
    /// <summary>A forward and a backward pass of three or six layers in two orders of summation, each result off by a few units in the last place (6e-8).</summary>
    private const double GradientTolerance = 1e-5;

    /// <summary>Adam's first step is nearly the sign of the gradient: it moves only gradients of the size of their own error.</summary>
    private const double OneStepTolerance = 1e-4;

    /// <summary>Errors of ten steps, which feed each other.</summary>
    private const double TenStepTolerance = 1e-2;

    /// <summary>How far the movement of ten steps may be off, of its own norm: what would catch a step that does nothing or too much.</summary>
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
        var actual = run.WeightGradients(stepIndex: 0);

        var expected = ManagedGradients(ParityCase.Of(name).Plan(mode));
        for (var l = 0; l < expected.Length; l++)
        {
            Assert.IsLessThanOrEqualTo(GradientTolerance * Norm(expected[l]), Distance(expected[l], actual[l]), $"Layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_OneStep_WeightsMatchTheManagedEngine(string name, ParityMode mode)
    {
        TrainingPlan OneStep()
        {
            var plan = ParityCase.Of(name).Plan(mode, epochCount: 1);
            return new TrainingPlan
            {
                Rows = plan.Rows,
                Start = plan.Start,
                Terms = [new(new ListedRows(_ => [[.. Enumerable.Range(20, 14)]]), plan.Terms[0].Objective), .. plan.Terms.Skip(1)],
                EpochCount = 1,
                Optimizer = plan.Optimizer,
                FrozenFromEpoch = plan.FrozenFromEpoch,
                CodeLayer = plan.CodeLayer,
            };
        }

        var expected = new ManagedEngine().Train(OneStep(), CancellationToken.None).Parameters;
        var actual = Engine.Train(OneStep(), CancellationToken.None).Parameters;
        for (var l = 0; l < expected.Layers.Count; l++)
        {
            Assert.IsLessThanOrEqualTo(OneStepTolerance * Norm(expected.Layers[l].Weights), Distance(expected.Layers[l].Weights, actual.Layers[l].Weights), $"Layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_WeightsMatchTheManagedEngine(string name, ParityMode mode)
    {
        var (plan, _, expected, actual) = TenSteps(name, mode);
        for (var l = 0; l < expected.Parameters.Layers.Count; l++)
        {
            var weights = expected.Parameters.Layers[l].Weights;
            var distance = Distance(weights, actual.Parameters.Layers[l].Weights);
            Assert.IsLessThanOrEqualTo(TenStepTolerance * Norm(weights), distance, $"Layer {l}.");
            Assert.IsLessThanOrEqualTo(MovementTolerance * Distance(plan.Start.Layers[l].Weights, weights), distance, $"Movement of layer {l}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_RunningStatisticsMatchTheManagedEngine(string name, ParityMode mode)
    {
        var (_, _, expected, actual) = TenSteps(name, mode);
        for (var l = 0; l < expected.Parameters.Layers.Count; l++)
        {
            AssertClose(expected.Parameters.Layers[l].RunningMean, actual.Parameters.Layers[l].RunningMean, StatisticsTolerance, $"Running mean of layer {l}");
            AssertClose(expected.Parameters.Layers[l].RunningVariance, actual.Parameters.Layers[l].RunningVariance, StatisticsTolerance, $"Running variance of layer {l}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Train_TenSteps_ObjectivesAndLossesMatchTheManagedEngine(string name, ParityMode mode)
    {
        var (managed, torchPlan, expected, actual) = TenSteps(name, mode);
        for (var epoch = 0; epoch < expected.EpochLosses.Count; epoch++)
        {
            Assert.AreEqual(expected.EpochLosses[epoch], actual.EpochLosses[epoch], ValueTolerance * Math.Abs(expected.EpochLosses[epoch]), $"Loss of epoch {epoch}.");
        }

        foreach (var (one, other) in managed.Terms.Zip(torchPlan.Terms, (x, y) => (x.Objective, y.Objective)))
        {
            AssertClose(one.HeadParameters, other.HeadParameters, ValueTolerance, "Head");
            Assert.AreEqual(Radius(one) ?? 0f, Radius(other) ?? 0f, ValueTolerance, "Radius.");
        }
    }

    /// <summary>The loss of a batch of one row is the row's score; a learning rate this small moves no weight.</summary>
    [TestMethod]
    public void Forward_Frozen_ScoresMatchTheManagedEngine()
    {
        TrainingPlan Scoring()
        {
            var plan = ParityCase.Of("one-class").Plan(ParityMode.Frozen);
            return new TrainingPlan
            {
                Rows = plan.Rows,
                Start = plan.Start,
                Terms = [new(new ListedRows(epoch => [[epoch]]), ParityCase.OneClass(rejectAbnormal: false, labeled: false))],
                EpochCount = ParityCase.RowCount,
                Optimizer = new AdamOptions(1e-30, 0),
                FrozenFromEpoch = 0,
            };
        }

        var expected = new ManagedEngine().Train(Scoring(), CancellationToken.None).EpochLosses;
        var actual = Engine.Train(Scoring(), CancellationToken.None).EpochLosses;
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.AreEqual(expected[row], actual[row], ScoreTolerance * expected[row], $"Row {row}.");
        }
    }

    private static float[][] ManagedGradients(TrainingPlan plan)
    {
        var run = new ManagedTrainingRun(plan, KernelSet.For(VectorPaths.Default));
        run.BeginEpoch(0);
        for (var term = 0; term < plan.Terms.Count; term++)
        {
            run.RunTerm(term, 0, lastOfEpoch: false);
        }

        return run.WeightGradients();
    }

    private static float? Radius(Objective objective) => objective switch
    {
        SoftBoundaryObjective soft => soft.Radius,
        UaiObjective { Base: SoftBoundaryObjective soft } => soft.Radius,
        _ => null,
    };

    private (TrainingPlan Managed, TrainingPlan Torch, TrainingResult Expected, TrainingResult Actual) TenSteps(string name, ParityMode mode)
    {
        var engine = Engine;
        var managed = ParityCase.Of(name).Plan(mode);
        var plan = ParityCase.Of(name).Plan(mode);
        return (managed, plan, new ManagedEngine().Train(managed, CancellationToken.None), engine.Train(plan, CancellationToken.None));
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
