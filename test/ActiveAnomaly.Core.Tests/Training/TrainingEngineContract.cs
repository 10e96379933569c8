using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Training;

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
    public void Train_SamePlanTwice_GivesTheSameBits() => AssertSameBits(Parameters(Autoencoder()), Parameters(Autoencoder()));

    [TestMethod]
    public void Train_SameEngineTwice_GivesTheSameBits()
    {
        var engine = CreateEngine();
        AssertSameBits(TrainOn(engine, Autoencoder()), TrainOn(engine, Autoencoder()));
    }

    [TestMethod]
    public void Train_SeveralAtOnceOnOneEngine_GivesEachTheBitsOfALoneRun()
    {
        var engine = CreateEngine();
        var expected = TrainOn(engine, Nce());
        var actual = new NetworkParameters[8];
        var threads = Enumerable.Range(0, actual.Length)
            .Select(i => new Thread(() => actual[i] = TrainOn(engine, Nce())))
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.IsTrue(actual.All(parameters => SameBits(expected, parameters)));
    }

    [TestMethod]
    public void Train_OtherShuffles_GivesOtherWeights() =>
        Assert.IsFalse(SameBits(Parameters(Autoencoder(seed: 1)), Parameters(Autoencoder(seed: 2))));

    [TestMethod]
    public void Train_NoEpochs_GivesTheStartsBits()
    {
        var plan = Autoencoder(epochCount: 0);
        AssertSameBits(plan.Parts[0].Start, Parameters(plan));
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
        var trained = Parameters(plan);
        Assert.IsTrue(plan.Parts[0].Start.Layers.Zip(trained.Layers).All(pair => !pair.First.Weights.SequenceEqual(pair.Second.Weights)));
    }

    [TestMethod]
    public void Train_Always_LeavesTheStartUnaltered()
    {
        var plan = Autoencoder();
        var before = plan.Parts[0].Start.Layers.Select(layer => layer.Weights.ToArray()).ToArray();
        Train(plan);
        Assert.IsTrue(plan.Parts[0].Start.Layers.Zip(before).All(pair => pair.First.Weights.SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void Train_Always_LeavesTheStartsStatisticsUnaltered()
    {
        var plan = Autoencoder();
        Train(plan);
        Assert.AreEqual(0f, plan.Parts[0].Start.Layers[0].RunningMean[0]);
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
        Assert.IsTrue(Parameters(plan).Layers[0].RunningMean.SequenceEqual(plan.Parts[0].Start.Layers[0].RunningMean));
    }

    [TestMethod]
    public void Train_FrozenAfterTheFirstEpoch_KeepsTheFirstEpochsStatistics()
    {
        var oneEpoch = Parameters(OneClass(frozenFromEpoch: 1, epochCount: 1)).Layers[0].RunningVariance.ToArray();
        Assert.IsTrue(Parameters(OneClass(frozenFromEpoch: 1)).Layers[0].RunningVariance.SequenceEqual(oneEpoch));
    }

    [TestMethod]
    public void Train_NeverFrozen_MovesRunningStatisticsInEveryEpoch()
    {
        var oneEpoch = Parameters(OneClass(frozenFromEpoch: null, epochCount: 1)).Layers[0].RunningVariance.ToArray();
        Assert.IsFalse(Parameters(OneClass(frozenFromEpoch: null)).Layers[0].RunningVariance.SequenceEqual(oneEpoch));
    }

    [TestMethod]
    public void Train_SecondPass_ChangesTheWeights() =>
        Assert.IsFalse(SameBits(Parameters(OneClass(frozenFromEpoch: null)), Parameters(Nce())));

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
    public void Train_NoObjectives_Throws() => Assert.Throws<ArgumentException>(() => Train(Plan(Encoder, _ => [], EpochCount)));

    [TestMethod]
    public void Train_FirstPassWithoutStepCount_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(OneClassOver(new FixedRowsSource([0, 1]))));

    [TestMethod]
    public void Train_OtherFeatureCount_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(OneClassOver(Minibatches(1), NetworkShape.Encoder(FeatureCount + 1, [4], 3))));

    [TestMethod]
    public void Train_NegativeEpochCount_Throws() => Assert.Throws<ArgumentException>(() => Train(Autoencoder(epochCount: -1)));

    [TestMethod]
    public void Train_BatchOfOneRowWithBatchStatistics_Throws() =>
        Assert.Throws<ArgumentException>(() => Train(OneClassOver(new MinibatchSource(RowCount, 1, new SeededRandom(1)))));

    /// <summary>Batches of two rows and of one: only the run finds it.</summary>
    [TestMethod]
    public void Train_BatchOfOneRowAmongOthersWithBatchStatistics_SaysWhy() => Assert.Contains(
        "A batch of one row has no variance to normalise by",
        Assert.ThrowsExactly<InvalidOperationException>(() => Train(OneClassOver(new ListedBatches([[0, 1], [2]])))).Message);

    [TestMethod]
    public void Train_NoPlan_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => CreateEngine().Train(null!, CancellationToken.None));

    [TestMethod]
    public void Train_PartThatNoGroupMoves_KeepsItsNumbers()
    {
        var plan = Heads();
        var (result, head) = (Train(plan), plan.Parts.Single(part => part.Name == "still"));
        AssertSameBits(head.Start, result.Of(head));
    }

    [TestMethod]
    public void Train_TwoGroups_MovesThePartsOfBoth()
    {
        var plan = Heads();
        var result = Train(plan);
        Assert.IsTrue(plan.Parts.Where(part => part.Name != "still").All(part => !SameBits(part.Start, result.Of(part))));
    }

    [TestMethod]
    public void Train_SeveralGroupsPassesAndRandomOperations_GivesTheSameBitsTwice()
    {
        var (first, second) = (Heads(), Heads());
        var (expected, actual) = (Train(first), Train(second));
        foreach (var (one, other) in first.Parts.Zip(second.Parts))
        {
            AssertSameBits(expected.Of(one), actual.Of(other));
        }
    }

    [TestMethod]
    public void Train_ObjectiveInTwoGroups_Throws()
    {
        var plan = Heads();
        Assert.Throws<ArgumentException>(() => Train(With(plan, [plan.Groups[0], plan.Groups[0]])));
    }

    [TestMethod]
    public void Train_PartThatNoPassApplies_ThrowsNamingIt()
    {
        var plan = Heads();
        var stray = new NetworkPart("stray", plan.Parts[0].Start);
        Assert.Contains("'stray'", Assert.Throws<ArgumentException>(
            () => Train(With(plan, [new UpdateGroup(plan.Groups[0].Objectives, [stray], plan.Groups[0].Optimizer)]))).Message);
    }

    private static NetworkShape Encoder => NetworkShape.Encoder(FeatureCount, [5, 4], 3);

    private TrainingResult Train(TrainingPlan plan) => CreateEngine().Train(plan, CancellationToken.None);

    private NetworkParameters Parameters(TrainingPlan plan) => TrainOn(CreateEngine(), plan);

    private static NetworkParameters TrainOn(ITrainingEngine engine, TrainingPlan plan) =>
        engine.Train(plan, CancellationToken.None).Of(plan.Parts[0]);

    private static TrainingPlan Autoencoder(
        long seed = 1, int epochCount = EpochCount, Action<EpochProgress>? progress = null, float factor = 1f) => Plan(
            Encoder.WithDecoder(),
            part =>
            {
                var pass = new TrainingPass(Minibatches(seed), FeatureCount);
                return [new ReconstructionObjective(pass.Apply(part, pass.Inputs), pass.Inputs)];
            },
            epochCount,
            progress: progress,
            factor: factor);

    private static TrainingPlan OneClass(int? frozenFromEpoch, int epochCount = EpochCount, double learningRate = 1e-2) =>
        Plan(Encoder, part => [BaseObjective(part, Minibatches(1))], epochCount, frozenFromEpoch, learningRate);

    private static TrainingPlan OneClassOver(BatchSource source, NetworkShape? shape = null) =>
        Plan(shape ?? Encoder, part => [BaseObjective(part, source)], EpochCount);

    private static TrainingPlan Nce(Action<EpochProgress>? progress = null) => Plan(
        Encoder,
        part =>
        [
            BaseObjective(part, Minibatches(1)),
            new NceObjective(Scores(part, new FixedRowsSource([3, 7, 9, 20, 30])), 2, 3, NceNormalization.Pairs),
        ],
        EpochCount,
        progress: progress);

    /// <summary>
    /// An encoder moved by noisy rows, a head on mixed codes moved by a group of its own, and a head that lies before nothing
    /// that moves.
    /// </summary>
    private static TrainingPlan Heads()
    {
        var encoder = new NetworkPart("encoder", NetworkParameters.Draw(Encoder, new SeededRandom(5)));
        NetworkPart Head(string name, long seed) => new(
            name,
            NetworkParameters.Draw(
                NetworkShape.Of(
                    new LayerShape(3, 4, Activation.Tanh, HasBias: true),
                    new LayerShape(4, 1, Activation.None, HasBias: true)),
                new SeededRandom(seed)));
        var (head, still) = (Head("head", 6), Head("still", 7));
        var pass = new TrainingPass(Minibatches(1), FeatureCount);
        var codes = pass.Apply(encoder, pass.AddNoise(pass.Inputs, 0.1, new SeededRandom(8)));
        var heads = new TrainingPass(new MinibatchSource(RowCount, BatchSize, new SeededRandom(2)), FeatureCount);
        var mixed = heads.Mix(heads.Apply(encoder, heads.Inputs), 0.5, new SeededRandom(9)).Output;
        var roles = RowRoles.Of(
            PoolLabels.Copy([.. Enumerable.Range(0, RowCount).Select(row => row % 2 == 0 ? RowLabel.Normal : RowLabel.Abnormal)]),
            []);
        var plan = Autoencoder();
        return new TrainingPlan
        {
            Rows = plan.Rows,
            Groups =
            [
                new UpdateGroup(
                    [
                        new OneClassObjective(
                            pass.SquaredDistance(codes, [0.5f, -0.2f, 0.3f]),
                            roles,
                            rejectAbnormal: true,
                            RejectionMean.AllRows),
                        new LabelCrossEntropyObjective(pass.Apply(still, codes), roles),
                    ],
                    [encoder],
                    new AdamOptions(1e-2, 1e-6)),
                new UpdateGroup(
                    [new LabelCrossEntropyObjective(heads.Apply(head, mixed), roles)],
                    [head],
                    new AdamOptions(1e-3, 0) { Beta1 = 0.5 }),
            ],
            EpochCount = EpochCount,
        };
    }

    private static TrainingPlan With(TrainingPlan plan, UpdateGroup[] groups) => new()
    {
        Rows = plan.Rows,
        Groups = groups,
        EpochCount = plan.EpochCount,
    };

    private static MinibatchSource Minibatches(long seed) => new(RowCount, BatchSize, new SeededRandom(seed));

    private static PassValue Scores(NetworkPart part, BatchSource source)
    {
        var pass = new TrainingPass(source, part.Shape.InputSize);
        return pass.SquaredDistance(pass.Apply(part, pass.Inputs), [0.5f, -0.2f, 0.3f]);
    }

    private static OneClassObjective BaseObjective(NetworkPart part, BatchSource source) =>
        new(Scores(part, source), RowRoles.Of(PoolLabels.None(RowCount), []), rejectAbnormal: true, RejectionMean.AllRows);

    private static TrainingPlan Plan(
        NetworkShape shape,
        Func<NetworkPart, Objective[]> objectives,
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

        var part = new NetworkPart("network", NetworkParameters.Draw(shape, new SeededRandom(5)));
        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy(values, FeatureCount),
            Groups = [new UpdateGroup(objectives(part), [part], new AdamOptions(learningRate, 1e-6))],
            EpochCount = epochCount,
            FrozenFromEpoch = frozenFromEpoch,
            Progress = progress,
        };
    }

    private static void AssertSameBits(NetworkParameters expected, NetworkParameters actual) => Assert.IsTrue(SameBits(expected, actual));

    private static bool SameBits(NetworkParameters x, NetworkParameters y) => x.Layers.Zip(y.Layers).All(pair =>
        pair.First.Weights.SequenceEqual(pair.Second.Weights)
        && pair.First.Biases.SequenceEqual(pair.Second.Biases)
        && pair.First.RunningMean.SequenceEqual(pair.Second.RunningMean)
        && pair.First.RunningVariance.SequenceEqual(pair.Second.RunningVariance));
}
