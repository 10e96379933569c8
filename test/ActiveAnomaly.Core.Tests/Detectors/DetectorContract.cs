using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors;

/// <summary>What the contract asks a detector to be created with.</summary>
public sealed record DetectorSettings
{
    public long? Seed { get; init; } = 1;

    public int PretrainingEpochCount { get; init; } = 3;

    public int EpochCount { get; init; } = 6;

    public int BatchSize { get; init; } = 32;

    public double LearningRate { get; init; } = 1e-3;

    public double Contamination { get; init; } = 0.1;

    public float? Threshold { get; init; }
}

/// <summary>What every detector keeps. A new detector's tests inherit this class; it depends on the library alone.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
[TestClass]
public abstract class DetectorContract<TDetector>
    where TDetector : Detector
{
    private const int FeatureCount = 10;

    /// <summary>By how much training must raise the area under the ROC curve on <see cref="Surface"/>; it does by 0.13 and more.</summary>
    private const double LearningMargin = 0.1;

    private static readonly bool[] Truth = [.. Enumerable.Range(0, 300).Select(row => row % 15 == 7)];
    private static readonly FeatureMatrix Pool = Surface();

    private static PoolLabels Labels => PoolLabels.None(Truth.Length).With(
        Enumerable.Range(0, 100).Where(row => row % 3 == 1).Select(row => KeyValuePair.Create(row, Truth[row] ? RowLabel.Abnormal : RowLabel.Normal)));

    protected abstract TDetector Create(DetectorSettings settings);

    [TestMethod]
    public void Name_Always_IsNotEmpty() => Assert.AreNotEqual(string.Empty, Create(new()).Name);

    [TestMethod]
    public void Name_OfTheModel_IsTheDetectors() => Assert.AreEqual(Create(new()).Name, Fit(new()).Name);

    [TestMethod]
    public void Seed_Given_IsThatSeed() => Assert.AreEqual(42L, Create(new() { Seed = 42 }).Seed);

    [TestMethod]
    public void Seed_NotGiven_IsDrawnForEachDetector() =>
        // Two draws of 31 bits agree with probability 5e-10.
        Assert.AreNotEqual(Create(new() { Seed = null }).Seed, Create(new() { Seed = null }).Seed);

    [TestMethod]
    public void Fit_SeedNotGiven_CanBeRepeatedWithTheDrawnSeed()
    {
        var detector = Create(new() { Seed = null });
        AssertSameScores(detector.Fit(Request()), Fit(new() { Seed = detector.Seed }));
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBits() => AssertSameScores(Fit(new()), Fit(new()));

    [TestMethod]
    public void Fit_SecondTime_StartsFresh()
    {
        var detector = Create(new());
        AssertSameScores(detector.Fit(Request()), detector.Fit(Request()));
    }

    [TestMethod]
    public void Fit_SecondTime_LeavesTheFirstModel()
    {
        var detector = Create(new());
        var model = detector.Fit(Request());
        var before = model.Score(Pool);
        detector.Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 50)])) { Stage = 3 });
        Assert.IsTrue(before.AsSpan().SequenceEqual(model.Score(Pool)));
    }

    [TestMethod]
    public void Fit_OtherSeed_GivesOtherScores() => Assert.IsFalse(SameScores(Fit(new() { Seed = 1 }), Fit(new() { Seed = 2 })));

    [TestMethod]
    public void Fit_OtherStage_GivesOtherScores() =>
        Assert.IsFalse(SameScores(Fit(new()), Create(new()).Fit(new TrainingRequest(Pool, Labels) { Stage = 1 })));

    [TestMethod]
    public void Fit_SeveralAtOnceOnOneDetector_GivesEachTheBitsOfALoneRun()
    {
        var detector = Create(new());
        var expected = detector.Fit(Request());
        var models = new DetectorModel[4];
        Parallel(models.Length, i => models[i] = detector.Fit(Request()));
        Assert.IsTrue(models.All(model => SameScores(expected, model)));
    }

    [TestMethod]
    public void Fit_Always_LeavesThePoolUnaltered()
    {
        var before = Pool.Values.ToArray();
        Fit(new());
        Assert.IsTrue(Pool.Values.SequenceEqual(before));
    }

    [TestMethod]
    public void Fit_Always_LeavesTheLabelsUnaltered()
    {
        var request = Request();
        Create(new()).Fit(request);
        Assert.IsTrue(Labels.Values.SequenceEqual(request.Labels.Values));
    }

    [TestMethod]
    public void Fit_Labels_ChangeScoresExactlyWhenTheDetectorUsesThem()
    {
        var detector = Create(new());
        Assert.AreEqual(detector.UsesLabels, !SameScores(detector.Fit(new TrainingRequest(Pool)), detector.Fit(Request())));
    }

    [TestMethod]
    public void Fit_WithProgress_LowersTheLossOfEveryPhase()
    {
        var progress = new Recorder();
        Create(new() { PretrainingEpochCount = 20, EpochCount = 20 }).Fit(Request(progress));
        Assert.IsTrue(progress.Reports.GroupBy(report => report.Phase).All(phase => phase.Last().Loss < 0.9 * phase.First().Loss));
    }

    [TestMethod]
    public void Fit_WithProgress_ReportsEveryEpochOfEveryPhaseInOrder()
    {
        var progress = new Recorder();
        Create(new()).Fit(Request(progress));
        Assert.IsTrue(progress.Reports.GroupBy(report => report.Phase).All(
            phase => phase.Select(report => report.EpochIndex).SequenceEqual(Enumerable.Range(0, phase.First().EpochCount))));
    }

    [TestMethod]
    public void Fit_WithProgress_NamesTheStage()
    {
        var progress = new Recorder();
        Create(new()).Fit(new TrainingRequest(Pool) { Stage = 3, Progress = progress });
        Assert.IsTrue(progress.Reports.All(report => report.Stage == 3));
    }

    [TestMethod]
    public void Fit_WithProgress_GivesTheSameBits() => AssertSameScores(Fit(new()), Create(new()).Fit(Request(new Recorder())));

    [TestMethod]
    public void Fit_Trained_RanksAnomaliesBetterThanUntrained()
    {
        var trained = RocAuc(Fit(new() { PretrainingEpochCount = 60, EpochCount = 30, LearningRate = 3e-3 }));
        var untrained = RocAuc(Fit(new() { PretrainingEpochCount = 0, EpochCount = 0 }));
        Assert.IsGreaterThan(untrained + LearningMargin, trained);
    }

    [TestMethod]
    public void Fit_Untrained_DiffersFromTrained() => Assert.IsFalse(SameScores(Fit(new()), Fit(new() { PretrainingEpochCount = 0, EpochCount = 0 })));

    [TestMethod]
    public void Fit_FewerRowsThanAMinibatch_Trains() =>
        AllFinite(Create(new() { BatchSize = 1000 }).Fit(new TrainingRequest(Pool)).Score(Pool));

    [TestMethod]
    public void Fit_TwoRows_Trains() => AllFinite(Create(new()).Fit(new TrainingRequest(Pool.Select([0, 1]))).Score(Pool));

    [TestMethod]
    public void Fit_EqualRows_Trains() => AllFinite(Create(new()).Fit(new TrainingRequest(Pool.Select(new int[40]))).Score(Pool));

    [TestMethod]
    public void Fit_OneFeature_Trains()
    {
        var pool = FeatureMatrix.Copy(Pool.Values[..40], 1);
        AllFinite(Create(new()).Fit(new TrainingRequest(pool)).Score(pool));
    }

    [TestMethod]
    public void Fit_ConstantFeature_Trains()
    {
        var values = Pool.Values.ToArray();
        for (var i = 3; i < values.Length; i += FeatureCount)
        {
            values[i] = 0.25f;
        }

        var pool = FeatureMatrix.Copy(values, FeatureCount);
        AllFinite(Create(new()).Fit(new TrainingRequest(pool)).Score(pool));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Fit_FewerThanTwoRows_Throws(int rowCount) =>
        Assert.ThrowsExactly<FeatureDataException>(() => Create(new()).Fit(new TrainingRequest(Pool.Select(new int[rowCount]))));

    [TestMethod]
    public void Fit_NoRequest_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => Create(new()).Fit(null!));

    [TestMethod]
    public void Fit_CancelledBefore_Throws() => Assert.Throws<OperationCanceledException>(
        () => Create(new()).Fit(new TrainingRequest(Pool) { CancellationToken = new CancellationToken(canceled: true) }));

    [TestMethod]
    public void Fit_CancelledBeforeWithoutEpochs_Throws() => Assert.Throws<OperationCanceledException>(
        () => Create(new() { PretrainingEpochCount = 0, EpochCount = 0 }).Fit(new TrainingRequest(Pool) { CancellationToken = new CancellationToken(canceled: true) }));

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(6)]
    public void Fit_CancelledByAnyReport_Throws(int reportCount)
    {
        using var source = new CancellationTokenSource();
        var progress = new Recorder();
        progress.Reported = () =>
        {
            if (progress.Reports.Count == reportCount)
            {
                source.Cancel();
            }
        };
        Assert.Throws<OperationCanceledException>(() => Create(new()).Fit(new TrainingRequest(Pool) { Progress = progress, CancellationToken = source.Token }));
    }

    [TestMethod]
    public void Fit_LossBeyondSinglePrecision_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => Create(new()).Fit(new TrainingRequest(FeatureMatrix.Copy([.. Pool.Values.ToArray().Select(value => value * 1e30f)], FeatureCount))));

    [TestMethod]
    public void Score_TrainingRows_AreFinite() => AllFinite(Fit(new()).Score(Pool));

    [TestMethod]
    public void Score_TrainingRows_AreNotConstant() => Assert.IsGreaterThan(250, Fit(new()).Score(Pool).Distinct().Count());

    [TestMethod]
    public void Score_OneRow_HasTheBitsThatItHasInABatch()
    {
        var model = Fit(new());
        var scores = model.Score(Pool);
        Assert.IsTrue(Enumerable.Range(0, Pool.RowCount).All(row => model.Score(Pool.Row(row)) == scores[row]));
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(64)]
    [DataRow(65)]
    [DataRow(129)]
    public void Score_AnyBatchSize_GivesTheSameBits(int size)
    {
        var model = Fit(new());
        Assert.IsTrue(model.Score(Pool).AsSpan(0, size).SequenceEqual(model.Score(Pool.Select([.. Enumerable.Range(0, size)]))));
    }

    [TestMethod]
    public void Score_SeveralThreads_GivesTheSameBits()
    {
        var model = Fit(new());
        var scores = new float[8][];
        Parallel(scores.Length, i => scores[i] = model.Score(Pool));
        Assert.IsTrue(scores.All(each => each.AsSpan().SequenceEqual(scores[0])));
    }

    [TestMethod]
    public void Score_AfterSaveAndLoad_HasTheSameBits()
    {
        var model = Fit(new());
        AssertSameScores(model, DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model)));
    }

    [TestMethod]
    public void Score_OneRow_AllocatesNothing()
    {
        var model = Fit(new());
        for (var i = 0; i < 100; i++)
        {
            model.Score(Pool.Row(i));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            model.Score(Pool.Row(i));
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [TestMethod]
    public void Score_NoRows_GivesNone() => Assert.IsEmpty(Fit(new()).Score(Pool.Select([])));

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Score_NonFiniteFeature_IsNaN(float value)
    {
        var row = Pool.Row(0).ToArray();
        row[4] = value;
        Assert.AreEqual(float.NaN, Fit(new()).Score(row));
    }

    [TestMethod]
    public void Score_RowOfAnotherLength_Throws() =>
        Assert.AreEqual("features", Assert.ThrowsExactly<ArgumentException>(() => Fit(new()).Score(new float[FeatureCount + 1])).ParamName);

    [TestMethod]
    public void Score_RowsOfAnotherLength_Throws() =>
        Assert.AreEqual("rows", Assert.ThrowsExactly<ArgumentException>(() => Fit(new()).Score(FeatureMatrix.Copy([1, 2], 2))).ParamName);

    [TestMethod]
    public void Score_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(() => Fit(new()).Score(Pool, new CancellationToken(canceled: true)));

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.1, 30)]
    [DataRow(0.25, 75)]
    [DataRow(1.0, 299)]
    public void Threshold_ByContamination_LeavesThatShareOfTheTrainingRowsAbove(double contamination, int expected)
    {
        var model = Fit(new() { Contamination = contamination });
        Assert.AreEqual(expected, model.Score(Pool).Count(model.IsAbnormal));
    }

    [TestMethod]
    public void Threshold_Given_IsThatThreshold() => Assert.AreEqual(0.125f, Fit(new() { Threshold = 0.125f }).Threshold);

    [TestMethod]
    public void IsAbnormal_AtTheThreshold_IsFalse() => Assert.IsFalse(Fit(new() { Threshold = 0.125f }).IsAbnormal(0.125f));

    [TestMethod]
    public void IsAbnormal_AboveTheThreshold_IsTrue() => Assert.IsTrue(Fit(new() { Threshold = 0.125f }).IsAbnormal(0.126f));

    [TestMethod]
    public void IsAbnormal_NaN_IsFalse() => Assert.IsFalse(Fit(new()).IsAbnormal(float.NaN));

    /// <summary>Normal rows lie on a curved surface of 2 dimensions in 10; the features of abnormal ones are drawn each on its own.</summary>
    private static FeatureMatrix Surface()
    {
        var random = new Random(1);
        var mixing = Enumerable.Range(0, 2 * FeatureCount).Select(_ => (random.NextSingle() * 4) - 2).ToArray();
        var rows = new float[Truth.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            var (u, v) = (random.NextSingle(), random.NextSingle());
            rows[row] = [.. Enumerable.Range(0, FeatureCount).Select(k => 0.5f + (0.5f * MathF.Sin(
                Truth[row] ? random.NextSingle() * 6 : (mixing[2 * k] * u) + (mixing[(2 * k) + 1] * v) + k)))];
        }

        return FeatureMatrix.FromRows(rows);
    }

    private static TrainingRequest Request(IProgress<TrainingProgress>? progress = null) => new(Pool, Labels) { Progress = progress };

    private static double RocAuc(DetectorModel model) => Ranking.RocAuc(model.Score(Pool), Truth);

    private static bool SameScores(DetectorModel x, DetectorModel y) => x.Threshold == y.Threshold && x.Score(Pool).AsSpan().SequenceEqual(y.Score(Pool));

    private static void AssertSameScores(DetectorModel x, DetectorModel y) => Assert.IsTrue(SameScores(x, y));

    private static void AllFinite(float[] scores) => Assert.IsTrue(scores.All(float.IsFinite));

    private static void Parallel(int count, Action<int> action)
    {
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => action(i))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    private DetectorModel Fit(DetectorSettings settings) => Create(settings).Fit(Request());

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public Action? Reported { get; set; }

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            Reported?.Invoke();
        }
    }
}
