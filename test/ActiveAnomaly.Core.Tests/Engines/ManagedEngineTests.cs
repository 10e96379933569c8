using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Engines;

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
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => new ManagedEngine().Train(Plan(new FailingObjective(float.NaN, fromEpoch: 2)), CancellationToken.None));
        Assert.AreEqual((2, 0), (exception.EpochIndex, exception.StepIndex));
    }

    [TestMethod]
    public void Train_ObjectiveOfInfinity_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => new ManagedEngine().Train(Plan(new FailingObjective(float.PositiveInfinity, fromEpoch: 0)), CancellationToken.None));

    [TestMethod]
    public void Train_NaNGradientAtTheLastStep_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => new ManagedEngine().Train(Plan(new NaNGradientObjective()), CancellationToken.None));

    [TestMethod]
    public void Train_Head_IsTrainedWithItsGradient()
    {
        var objective = new HeadObjective();
        new ManagedEngine().Train(Plan(objective), CancellationToken.None);

        // The head's gradient is constant and positive: every one of Adam's 3 x 2 steps lowers it by the learning rate.
        const double rounding = 1e-6;
        Assert.AreEqual(1 - (6 * 1e-3), objective.HeadParameters[0], rounding);
    }

    private static TrainingPlan Plan(Objective objective) => new()
    {
        Rows = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 9], 2),
        Start = NetworkParameters.Draw(NetworkShape.Encoder(2, [3], 2), new(1)),
        Terms = [new(new ListedBatches([[0, 1], [2, 3]]), objective)],
        EpochCount = 3,
        Optimizer = new AdamOptions(1e-3, 0),
    };

    private sealed class FailingObjective(float loss, int fromEpoch) : Objective
    {
        private bool _fails;

        public override void BeginEpoch(int epochIndex) => _fails = epochIndex >= fromEpoch;

        public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
        {
            batch.Gradient.Clear();
            return _fails ? loss : 1f;
        }
    }

    private sealed class NaNGradientObjective : Objective
    {
        private bool _lastEpoch;

        public override void BeginEpoch(int epochIndex) => _lastEpoch = epochIndex == 2;

        public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
        {
            batch.Gradient.Clear();
            batch.OutputGradient(0)[0] = _lastEpoch && batch.Rows[0] == 2 ? float.NaN : 0f;
            return 1f;
        }
    }

    private sealed class HeadObjective : Objective
    {
        private readonly float[] _parameters = [1f];
        private readonly float[] _gradient = [0f];

        public override Span<float> HeadParameters => _parameters;

        public override Span<float> HeadGradient => _gradient;

        public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
        {
            batch.Gradient.Clear();
            _gradient[0] += 2f;
            return 1f;
        }
    }
}
