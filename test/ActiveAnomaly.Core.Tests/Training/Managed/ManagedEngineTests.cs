using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

[TestClass]
public sealed class ManagedEngineTests : TrainingEngineContract
{
    public static IEnumerable<object[]> WrongOptimizers =>
    [
        [new AdamOptions(double.NaN, 0), "LearningRate"],
        [new AdamOptions(-1e-3, 0), "LearningRate"],
        [new AdamOptions(0, 0), "LearningRate"],
        [new AdamOptions(double.PositiveInfinity, 0), "LearningRate"],
        [new AdamOptions(1e-3, double.NaN), "WeightDecay"],
        [new AdamOptions(1e-3, -1e-6), "WeightDecay"],
        [new AdamOptions(1e-3, double.PositiveInfinity), "WeightDecay"],
        [new AdamOptions(1e-3, 0) { Beta1 = 1 }, "Beta1"],
        [new AdamOptions(1e-3, 0) { Beta1 = -0.1 }, "Beta1"],
        [new AdamOptions(1e-3, 0) { Beta2 = 1.5 }, "Beta2"],
        [new AdamOptions(1e-3, 0) { Beta2 = double.NaN }, "Beta2"],
        [new RmsPropOptions(double.NaN), "LearningRate"],
        [new RmsPropOptions(0), "LearningRate"],
        [new RmsPropOptions(1e-3) { Rho = 1 }, "Rho"],
        [new RmsPropOptions(1e-3) { Rho = double.NaN }, "Rho"],
    ];

    protected override ITrainingEngine CreateEngine() => new ManagedEngine();

    [TestMethod]
    [DataRow(VectorPath.Scalar)]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void Path_Given_IsThatPath(VectorPath path)
    {
        Require.Kernels(path);
        Assert.AreEqual(path, new ManagedEngine(path).Path);
    }

    [TestMethod]
    public void Path_NotGiven_IsTheDefault() => Assert.AreEqual(VectorPaths.Default, new ManagedEngine().Path);

    [TestMethod]
    public void Name_Always_NamesThePath() => Assert.AreEqual("Managed (Scalar)", new ManagedEngine(VectorPath.Scalar).Name);

    [TestMethod]
    public void Constructor_UnknownPath_ThrowsNamingTheParameter() =>
        Assert.AreEqual("path", Assert.ThrowsExactly<ArgumentException>(() => new ManagedEngine((VectorPath)64)).ParamName);

    [TestMethod]
    public void Train_ObjectiveOfNaN_ThrowsNamingEpochAndStep()
    {
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(
            () => new ManagedEngine().Train(Plan(value => new FailingObjective(value, float.NaN, fromEpoch: 2)), CancellationToken.None));
        Assert.AreEqual((2, 0), (exception.EpochIndex, exception.StepIndex));
    }

    [TestMethod]
    public void Train_ObjectiveOfInfinity_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => new ManagedEngine().Train(
            Plan(value => new FailingObjective(value, float.PositiveInfinity, fromEpoch: 0)),
            CancellationToken.None));

    [TestMethod]
    public void Train_NaNGradientAtTheLastStep_ThrowsNamingTheWeightsAndNotTheLoss()
    {
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(
            () => new ManagedEngine().Train(Plan(value => new NaNGradientObjective(value)), CancellationToken.None));
        Assert.AreEqual((2, 1), (exception.EpochIndex, exception.StepIndex));
        Assert.Contains("a weight is infinite or NaN by the end of epoch 3", exception.Message);
        Assert.Contains("A loss of your own may give such a gradient", exception.Message);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-3)]
    public void Train_SourceWithoutAStep_ThrowsRatherThanTrainingNothing(int stepCount)
    {
        var plan = Plan(
            value => new FailingObjective(value, 0f, fromEpoch: 9), source: new CountedBatches(stepCount));
        Assert.Contains(
            $"has {stepCount} steps an epoch",
            Assert.ThrowsExactly<ArgumentException>(() => new ManagedEngine().Train(plan, CancellationToken.None)).Message);
    }

    [TestMethod]
    [DynamicData(nameof(WrongOptimizers))]
    public void Train_OptimizerOutOfRange_ThrowsNamingTheNumber(OptimizerOptions options, string property)
    {
        var plan = Plan(value => new FailingObjective(value, 0f, fromEpoch: 9), options);
        Assert.AreEqual(
            "options." + property,
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ManagedEngine().Train(plan, CancellationToken.None)).ParamName);
    }

    [TestMethod]
    public void Train_UnknownOptimizer_ThrowsNamingIt()
    {
        var plan = Plan(values => new FailingObjective(values, 0f, fromEpoch: 9), new UnknownOptimizer());
        Assert.Contains(
            nameof(UnknownOptimizer),
            Assert.ThrowsExactly<ArgumentException>(() => new ManagedEngine().Train(plan, CancellationToken.None)).Message);
    }

    private static TrainingPlan Plan(
        Func<PassValue, Objective> objective, OptimizerOptions? optimizer = null, BatchSource? source = null)
    {
        var part = new NetworkPart("encoder", NetworkParameters.Draw(NetworkShape.Encoder(2, [3], 2), new(1)));
        var pass = new TrainingPass(source ?? new ListedBatches([[0, 1], [2, 3]]), 2);
        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 9], 2),
            Groups = [new UpdateGroup([objective(pass.Apply(part, pass.Inputs))], [part], optimizer ?? new AdamOptions(1e-3, 0))],
            EpochCount = 3,
        };
    }

    /// <summary>A source that says how many steps it has, and gives none.</summary>
    private sealed class CountedBatches(int stepCount) : BatchSource
    {
        public override int LargestBatch => 2;

        public override int? StepCount => stepCount;

        public override ReadOnlySpan<int> Rows(int stepIndex) => throw new NotSupportedException();
    }

    private sealed record UnknownOptimizer : OptimizerOptions;

    private sealed class FailingObjective(PassValue value, float loss, int fromEpoch) : Objective(value)
    {
        private bool _fails;

        public override void BeginEpoch(int epochIndex) => _fails = epochIndex >= fromEpoch;

        public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
        {
            values[0].Gradient.Clear();
            return _fails ? loss : 1f;
        }
    }

    private sealed class NaNGradientObjective(PassValue value) : Objective(value)
    {
        private bool _lastEpoch;

        public override void BeginEpoch(int epochIndex) => _lastEpoch = epochIndex == 2;

        public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
        {
            values[0].Gradient.Clear();
            values[0].GradientOf(0)[0] = _lastEpoch && values[0].Rows[0] == 2 ? float.NaN : 0f;
            return 1f;
        }
    }
}
