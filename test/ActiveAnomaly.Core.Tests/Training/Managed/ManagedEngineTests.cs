using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training.Managed;

[TestClass]
public sealed class ManagedEngineTests : TrainingEngineContract
{
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
    public void Train_NaNGradientAtTheLastStep_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => new ManagedEngine().Train(Plan(value => new NaNGradientObjective(value)), CancellationToken.None));

    [TestMethod]
    public void Train_UnknownOptimizer_ThrowsNamingIt()
    {
        var plan = Plan(values => new FailingObjective(values, 0f, fromEpoch: 9), new UnknownOptimizer());
        Assert.Contains(
            nameof(UnknownOptimizer),
            Assert.ThrowsExactly<ArgumentException>(() => new ManagedEngine().Train(plan, CancellationToken.None)).Message);
    }

    private static TrainingPlan Plan(Func<PassValue, Objective> objective, OptimizerOptions? optimizer = null)
    {
        var part = new NetworkPart("encoder", NetworkParameters.Draw(NetworkShape.Encoder(2, [3], 2), new(1)));
        var pass = new TrainingPass(new ListedBatches([[0, 1], [2, 3]]), 2);
        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 9], 2),
            Groups = [new UpdateGroup([objective(pass.Apply(part, pass.Inputs))], [part], optimizer ?? new AdamOptions(1e-3, 0))],
            EpochCount = 3,
        };
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
