using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Engines;

/// <summary>What every training engine keeps. A new engine's tests inherit this class; it depends on the library alone.</summary>
[TestClass]
public abstract class TrainingEngineContract
{
    private const int RowCount = 50;
    private const int FeatureCount = 6;
    private const int BatchSize = 16;
    private const int EpochCount = 5;

    protected abstract ITrainingEngine CreateEngine();

    [TestMethod]
    public void Name_Always_IsNotEmpty() => Assert.AreNotEqual(string.Empty, CreateEngine().Name);

    [TestMethod]
    public void Train_SamePlanTwice_GivesTheSameBits() => AssertSameBits(Train(Autoencoder()).Parameters, Train(Autoencoder()).Parameters);

    [TestMethod]
    public void Train_SameEngineTwice_GivesTheSameBits()
    {
        var engine = CreateEngine();
        var first = engine.Train(Autoencoder(), CancellationToken.None).Parameters;
        AssertSameBits(first, engine.Train(Autoencoder(), CancellationToken.None).Parameters);
    }

    [TestMethod]
    public void Train_SeveralAtOnceOnOneEngine_GivesEachTheBitsOfALoneRun()
    {
        var engine = CreateEngine();
        var expected = engine.Train(Nce(), CancellationToken.None).Parameters;
        var actual = new NetworkParameters[8];
        var threads = Enumerable.Range(0, actual.Length)
            .Select(i => new Thread(() => actual[i] = engine.Train(Nce(), CancellationToken.None).Parameters))
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.IsTrue(actual.All(parameters => SameBits(expected, parameters)));
    }

    [TestMethod]
    public void Train_OtherShuffles_GivesOtherWeights() => Assert.IsFalse(SameBits(Train(Autoencoder(seed: 1)).Parameters, Train(Autoencoder(seed: 2)).Parameters));

    [TestMethod]
    public void Train_NoEpochs_GivesTheStartsBits()
    {
        var plan = Autoencoder(epochCount: 0);
        AssertSameBits(plan.Start, Train(plan).Parameters);
    }

    [TestMethod]
    public void Train_NoEpochs_GivesNoLosses() => Assert.IsEmpty(Train(Autoencoder(epochCount: 0)).EpochLosses);

    [TestMethod]
    public void Train_Autoencoder_LowersTheLoss()
    {
        var losses = Train(Autoencoder(epochCount: 30)).EpochLosses;
        Assert.IsLessThan(0.9 * losses[0], losses[^1]);
    }

    [TestMethod]
    public void Train_OneClass_LowersTheLoss()
    {
        var losses = Train(OneClass(frozenFromEpoch: 1)).EpochLosses;
        Assert.IsLessThan(0.9 * losses[0], losses[^1]);
    }

    [TestMethod]
    public void Train_Always_MovesEveryLayersWeights()
    {
        var plan = Autoencoder();
        var trained = Train(plan).Parameters;
        Assert.IsTrue(plan.Start.Layers.Zip(trained.Layers).All(pair => !pair.First.Weights.SequenceEqual(pair.Second.Weights)));
    }

    [TestMethod]
    public void Train_Always_LeavesTheStartUnaltered()
    {
        var plan = Autoencoder();
        var before = plan.Start.Layers.Select(layer => layer.Weights.ToArray()).ToArray();
        Train(plan);
        Assert.IsTrue(plan.Start.Layers.Zip(before).All(pair => pair.First.Weights.SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void Train_Always_LeavesTheStartsStatisticsUnaltered()
    {
        var plan = Autoencoder();
        Train(plan);
        Assert.AreEqual(0f, plan.Start.Layers[0].RunningMean[0]);
    }

    [TestMethod]
    public void Train_Always_LeavesTheRowsUnaltered()
    {
        var plan = Autoencoder();
        var before = plan.Rows.Values.ToArray();
        Train(plan);
        Assert.IsTrue(plan.Rows.Values.SequenceEqual(before));
    }

    [TestMethod]
    public void Train_FrozenFromTheStart_LeavesRunningStatistics()
    {
        var plan = OneClass(frozenFromEpoch: 0);
        Assert.IsTrue(Train(plan).Parameters.Layers[0].RunningMean.SequenceEqual(plan.Start.Layers[0].RunningMean));
    }

    [TestMethod]
    public void Train_FrozenAfterTheFirstEpoch_KeepsTheFirstEpochsStatistics()
    {
        var oneEpoch = Train(OneClass(frozenFromEpoch: 1, epochCount: 1)).Parameters.Layers[0].RunningVariance.ToArray();
        Assert.IsTrue(Train(OneClass(frozenFromEpoch: 1)).Parameters.Layers[0].RunningVariance.SequenceEqual(oneEpoch));
    }

    [TestMethod]
    public void Train_NeverFrozen_MovesRunningStatisticsInEveryEpoch()
    {
        var oneEpoch = Train(OneClass(frozenFromEpoch: null, epochCount: 1)).Parameters.Layers[0].RunningVariance.ToArray();
        Assert.IsFalse(Train(OneClass(frozenFromEpoch: null)).Parameters.Layers[0].RunningVariance.SequenceEqual(oneEpoch));
    }

    [TestMethod]
    public void Train_SecondTerm_ChangesTheWeights() =>
        Assert.IsFalse(SameBits(Train(OneClass(frozenFromEpoch: null)).Parameters, Train(Nce()).Parameters));

    [TestMethod]
    public void Train_WithProgress_ReportsEveryEpochInOrder()
    {
        var epochs = new List<int>();
        Train(Autoencoder(progress: epoch => epochs.Add(epoch.EpochIndex)));
        Assert.AreSequenceEqual([0, 1, 2, 3, 4], epochs);
    }

    [TestMethod]
    public void Train_WithProgress_ReportsTheResultsLosses()
    {
        var losses = new List<double>();
        Assert.AreSequenceEqual(Train(Nce(progress: epoch => losses.Add(epoch.Loss))).EpochLosses, losses);
    }

    [TestMethod]
    public void Train_CancelledBefore_Throws() =>
        Assert.Throws<OperationCanceledException>(() => CreateEngine().Train(Autoencoder(), new CancellationToken(canceled: true)));

    [TestMethod]
    public void Train_CancelledWhileTraining_StopsBeforeTheNextEpochEnds()
    {
        using var source = new CancellationTokenSource();
        var reports = 0;
        var plan = Autoencoder(progress: _ =>
        {
            reports++;
            source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => CreateEngine().Train(plan, source.Token));
        Assert.AreEqual(1, reports);
    }

    [TestMethod]
    public void Train_InfiniteLoss_ThrowsNamingEpochAndStep()
    {
        // The squared distance from 1e30 is no single-precision number.
        var exception = Assert.ThrowsExactly<TrainingDivergedException>(() => Train(Autoencoder(factor: 1e30f)));
        Assert.AreEqual((0, 0), (exception.EpochIndex, exception.StepIndex));
    }

    [TestMethod]
    public void Train_HugeLearningRate_Throws() =>
        Assert.ThrowsExactly<TrainingDivergedException>(() => Train(OneClass(frozenFromEpoch: null, learningRate: 1e37)));

    [TestMethod]
    public void Train_NoTerms_Throws() => Assert.Throws<ArgumentException>(() => Train(Plan(Encoder, [], EpochCount)));

    [TestMethod]
    public void Train_FirstTermWithoutStepCount_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(Plan(Encoder, [new(new FixedRowsSource([0, 1]), BaseObjective())], EpochCount)));

    [TestMethod]
    public void Train_OtherFeatureCount_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(Plan(NetworkShape.Encoder(FeatureCount + 1, [4], 3), [new(Minibatches(1), BaseObjective())], EpochCount)));

    [TestMethod]
    public void Train_NegativeEpochCount_Throws() => Assert.Throws<ArgumentException>(() => Train(Autoencoder(epochCount: -1)));

    [TestMethod]
    public void Train_BatchOfOneRowWithBatchStatistics_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(Plan(Encoder, [new(new MinibatchSource(RowCount, 1, new SeededRandom(1)), BaseObjective())], EpochCount)));

    [TestMethod]
    public void Train_NoPlan_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => CreateEngine().Train(null!, CancellationToken.None));

    private static NetworkShape Encoder => NetworkShape.Encoder(FeatureCount, [5, 4], 3);

    private TrainingResult Train(TrainingPlan plan) => CreateEngine().Train(plan, CancellationToken.None);

    private static TrainingPlan Autoencoder(long seed = 1, int epochCount = EpochCount, Action<EpochProgress>? progress = null, float factor = 1f) =>
        Plan(Encoder.WithDecoder(), [new(Minibatches(seed), new ReconstructionObjective())], epochCount, progress: progress, factor: factor);

    private static TrainingPlan OneClass(int? frozenFromEpoch, int epochCount = EpochCount, double learningRate = 1e-2) =>
        Plan(Encoder, [new(Minibatches(1), BaseObjective())], epochCount, frozenFromEpoch, learningRate);

    private static TrainingPlan Nce(Action<EpochProgress>? progress = null) =>
        Plan(
            Encoder,
            [new(Minibatches(1), BaseObjective()), new(new FixedRowsSource([3, 7, 9, 20, 30]), new NceObjective([0.5f, -0.2f, 0.3f], 2, 3, NceNormalization.Pairs))],
            EpochCount,
            progress: progress);

    private static MinibatchSource Minibatches(long seed) => new(RowCount, BatchSize, new SeededRandom(seed));

    private static OneClassObjective BaseObjective() =>
        new([0.5f, -0.2f, 0.3f], RowRoles.Of(PoolLabels.None(RowCount), []), rejectAbnormal: true, RejectionMean.AllRows);

    private static TrainingPlan Plan(
        NetworkShape shape,
        TrainingTerm[] terms,
        int epochCount,
        int? frozenFromEpoch = null,
        double learningRate = 1e-2,
        Action<EpochProgress>? progress = null,
        float factor = 1f)
    {
        var random = new SeededRandom(77);
        var values = new float[RowCount * FeatureCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = factor * (float)random.NextDouble();
        }

        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy(values, FeatureCount),
            Start = NetworkParameters.Draw(shape, new SeededRandom(5)),
            Terms = terms,
            EpochCount = epochCount,
            Optimizer = new AdamOptions(learningRate, 1e-6),
            FrozenFromEpoch = frozenFromEpoch,
            Progress = progress,
        };
    }

    private static void AssertSameBits(NetworkParameters expected, NetworkParameters actual) => Assert.IsTrue(SameBits(expected, actual));

    private static bool SameBits(NetworkParameters x, NetworkParameters y) => x.Layers.Zip(y.Layers).All(pair =>
        pair.First.Weights.SequenceEqual(pair.Second.Weights)
        && pair.First.RunningMean.SequenceEqual(pair.Second.RunningMean)
        && pair.First.RunningVariance.SequenceEqual(pair.Second.RunningVariance));
}
