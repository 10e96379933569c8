using System.Reflection;
using ActiveAnomaly.Data;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What every detector keeps that trains networks of its own shape on an engine, its options included.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
[TestClass]
public abstract class NeuralDetectorContract<TDetector, TOptions> : DetectorContract<TDetector>
    where TDetector : Detector
    where TOptions : NeuralDetectorOptions
{
    /// <summary>What single precision leaves of a network's output, relative to the numbers that it is the sum of.</summary>
    private const double ScoreTolerance = 1e-4;

    /// <summary>Gets options that train fast, with the seed 1.</summary>
    protected abstract TOptions Fast { get; }

    /// <summary>
    /// Gets each option of the method's own that changes scores: its name, options, and the same with another value of it.
    /// </summary>
    protected abstract IReadOnlyList<(string Property, TOptions Before, TOptions After)> Changes { get; }

    /// <summary>Gets options that break one rule each, and the option that breaks it.</summary>
    protected abstract IReadOnlyList<(string Property, TOptions Options)> Broken { get; }

    /// <summary>Gets the phases that training reports, with the epochs that <see cref="Fast"/> gives each.</summary>
    protected virtual IReadOnlyList<(string Phase, int EpochCount)> Phases => [("training", Fast.EpochCount)];

    /// <summary>Creates the detector.</summary>
    protected abstract TDetector Make(TOptions options);

    /// <summary>Scores a row with a trained model in double precision.</summary>
    protected abstract double ReferenceScore(DetectorModel model, IReadOnlyList<double> row);

    /// <inheritdoc/>
    protected sealed override TDetector Create(DetectorSettings settings) => Make(With(
        Fast, options => options with { Seed = settings.Seed, Contamination = settings.Contamination, Threshold = settings.Threshold }));

    [TestMethod]
    public void Fit_OtherStage_GivesOtherScores() =>
        Assert.IsFalse(SameScores(Fit(new()), Make(Fast).Fit(new TrainingRequest(Pool, Labels) { Stage = 1 }).Model));

    [TestMethod]
    public void Fit_NoEpochs_DiffersFromTrained() =>
        Assert.IsFalse(SameScores(Fit(new()), Make(With(Fast, options => options with { EpochCount = 0 })).Fit(Request()).Model));

    [TestMethod]
    public void Fit_WithProgress_ReportsEveryEpochOfEveryPhaseInOrder()
    {
        var progress = new ProgressRecorder();
        Make(Fast).Fit(new TrainingRequest(Pool, Labels) { Stage = 3, Progress = progress });
        var expected = Phases.SelectMany(phase => Enumerable.Range(0, phase.EpochCount).Select(epoch => (phase.Phase, epoch, 3)));
        Assert.AreSequenceEqual(expected, progress.Reports.Select(report => (report.Phase, report.EpochIndex, report.Stage)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Fit_CancelledByAnyReport_Throws(int reportCount)
    {
        using var source = new CancellationTokenSource();
        var progress = new ProgressRecorder();
        progress.Reported = () =>
        {
            if (progress.Reports.Count == reportCount)
            {
                source.Cancel();
            }
        };
        Assert.Throws<OperationCanceledException>(
            () => Make(Fast).Fit(new TrainingRequest(Pool, Labels) { Progress = progress, CancellationToken = source.Token }));
    }

    [TestMethod]
    public void Fit_LossBeyondSinglePrecision_Throws() => Assert.ThrowsExactly<TrainingDivergedException>(
        () => Make(With(Fast, options => options with { LearningRate = 1e30, EpochCount = 20 })).Fit(Request()));

    [TestMethod]
    public void Fit_FeatureWhoseSquaresHaveNoSum_ThrowsNamingItBeforeTraining()
    {
        var values = Pool.Values.ToArray();
        values[(7 * Pool.FeatureCount) + 3] = -2e18f;
        var pool = FeatureMatrix.Copy(values, Pool.FeatureCount, ["a", "b", "c", "width", "e", "f", "g", "h", "i", "j"]);
        var progress = new ProgressRecorder();
        var exception = Assert.ThrowsExactly<FeatureDataException>(
            () => Make(Fast).Fit(new TrainingRequest(pool, Labels) { Progress = progress }));
        Assert.AreEqual((7L, 3), (exception.RowIndex, exception.ColumnIndex));
        Assert.Contains("feature 3 ('width') is -2E+18 in row 7", exception.Message);
        Assert.IsEmpty(progress.Reports);
    }

    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(2, 10)]
    [DataRow(40, 1)]
    public void Fit_SmallLabeledPool_Trains(int rowCount, int featureCount)
    {
        var pool = FeatureMatrix.Copy(Pool.Values[..(rowCount * featureCount)], featureCount);
        var labels = PoolLabels.None(rowCount).With([new(0, RowLabel.Abnormal)]);
        AllFinite(Make(Fast).Fit(new TrainingRequest(pool, labels)).Scores.ToArray());
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.5f)]
    public void Fit_EqualLabeledRowsThatDoNotCountForEachOther_Trains(float value)
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Repeat(value, 120)], 3);
        var labels = PoolLabels.None(40).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)]);
        AllFinite(Make(Fast).Fit(new TrainingRequest(pool, labels) { LabelsCountForTwins = false }).Scores.ToArray());
    }

    [TestMethod]
    public void Score_Pool_IsTheReferencesInDouble()
    {
        var model = Fit(new());
        var scores = model.Score(Pool);
        var size = scores.Max(Math.Abs);
        for (var row = 0; row < Pool.RowCount; row++)
        {
            var expected = ReferenceScore(model, [.. Pool.Row(row).ToArray().Select(value => (double)value)]);
            Assert.AreEqual(expected, scores[row], ScoreTolerance * size, $"Row {row}");
        }
    }

    [TestMethod]
    public void Options_EachChanged_ChangesScoresOrThreshold()
    {
        foreach (var (property, before, after) in AllChanges())
        {
            Assert.AreSequenceEqual(
                [property], Properties().Where(each => !Equals(each.GetValue(before), each.GetValue(after))).Select(each => each.Name));
            Assert.IsFalse(
                SameScores(Make(before).Fit(Request()).Model, Make(after).Fit(Request()).Model), $"{property} is accepted and ignored.");
        }
    }

    [TestMethod]
    public void Options_Each_HasACase() => Assert.AreSequenceEqual(
        Properties().Where(property => property.CanWrite).Select(property => property.Name).Order(),
        AllChanges().Select(change => change.Property).Append("Engine").Append("GpuDeviceId").Distinct().Order());

    [TestMethod]
    public void Constructor_BrokenRule_ThrowsNamingTheOption()
    {
        (string, NeuralDetectorOptions)[] shared =
        [
            ("EpochCount", Fast with { EpochCount = -1 }),
            ("LearningRate", Fast with { LearningRate = 0 }),
            ("LearningRate", Fast with { LearningRate = double.NaN }),
            ("Contamination", Fast with { Contamination = 1.01 }),
            ("Threshold", Fast with { Threshold = float.NaN }),
            ("Engine", Fast with { Engine = (EngineChoice)9 }),
            ("GpuDeviceId", Fast with { GpuDeviceId = -1 }),
            ("GpuDeviceId", Fast with { GpuDeviceId = 0, Engine = EngineChoice.Managed }),
        ];
        foreach (var (property, options) in shared.Concat(Broken.Select(each => (each.Property, (NeuralDetectorOptions)each.Options))))
        {
            Assert.AreEqual(
                "options." + property,
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Make((TOptions)options), property).ParamName);
        }
    }

    [TestMethod]
    public void Constructor_DefaultOptions_BreaksNoRule() => Make(Activator.CreateInstance<TOptions>());

    [TestMethod]
    public void Engine_Managed_GivesWhatAutoGives() => Assert.IsTrue(SameScores(
        Fit(new()), Make(With(Fast, options => options with { Engine = EngineChoice.Managed })).Fit(Request()).Model));

    [TestMethod]
    public void Engine_TorchThatIsAbsent_ThrowsNamingThePackage() => Assert.Contains(
        "ActiveAnomaly.TorchSharp",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => Make(With(Fast, options => options with { Engine = EngineChoice.Torch })).Fit(Request())).Message);

    [TestMethod]
    public void GpuDeviceId_WhereTheEngineIsAbsent_ThrowsNamingTheGpu() => Assert.StartsWith(
        "GPU 3 was asked for",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => Make(With(Fast, options => options with { GpuDeviceId = 3 })).Fit(Request())).Message);

    /// <summary>
    /// What the network says, where single precision can say it. A network has learnt in which direction anomalies lie, and far out in
    /// another one its score is low.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        var expected = ReferenceScore(model, [.. row.Select(value => (double)value)]);
        if (Math.Abs(expected) < float.MaxValue / 100)
        {
            var largest = row.Max(Math.Abs);
            Assert.AreEqual(expected, score, (ScoreTolerance * Math.Abs(expected)) + (1e-6 * largest), string.Join(", ", row));
        }
    }

    protected static TOptions With(TOptions options, Func<NeuralDetectorOptions, NeuralDetectorOptions> change) =>
        (TOptions)change(options);

    private static PropertyInfo[] Properties() => typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private IEnumerable<(string Property, TOptions Before, TOptions After)> AllChanges() =>
    [
        ("Seed", Fast, With(Fast, options => options with { Seed = 2 })),
        ("EpochCount", Fast, With(Fast, options => options with { EpochCount = Fast.EpochCount + 1 })),
        ("LearningRate", Fast, With(Fast, options => options with { LearningRate = 2 * Fast.LearningRate })),
        ("Contamination", Fast, With(Fast, options => options with { Contamination = 0.3 })),
        ("Threshold", Fast, With(Fast, options => options with { Threshold = 0.5f })),
        .. Changes,
    ];
}
