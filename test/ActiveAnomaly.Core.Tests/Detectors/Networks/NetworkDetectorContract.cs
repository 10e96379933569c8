using ActiveAnomaly.Data;
using ActiveAnomaly.Training;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What every detector that trains a network keeps, beyond what every detector does.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
[TestClass]
public abstract class NetworkDetectorContract<TDetector> : DetectorContract<TDetector>
    where TDetector : Detector
{
    /// <summary>By how much training must raise the area under the ROC curve on the contract's pool; it does by 0.13 and more.</summary>
    private const double LearningMargin = 0.1;

    /// <summary>By what factor twenty epochs must lower the loss of every phase.</summary>
    private const double LossFactor = 0.9;

    /// <summary>Gets the phases that training reports, in order.</summary>
    protected virtual IReadOnlyList<string> Phases => ["pre-training", "one-class training"];

    [TestMethod]
    public void Fit_OtherStage_GivesOtherScores() =>
        Assert.IsFalse(SameScores(Fit(Quick), Create(Quick).Fit(new TrainingRequest(Pool, Labels) { Stage = 1 }).Model));

    [TestMethod]
    public void Fit_WithProgress_LowersTheLossOfEveryPhase()
    {
        var reports = Reports(Quick with { PretrainingEpochCount = 20, EpochCount = 20 });
        foreach (var phase in Phases)
        {
            var losses = reports.Where(report => report.Phase == phase).Select(report => report.Loss).ToList();
            Assert.IsLessThan(LossFactor * losses[0], losses[^1], phase);
        }
    }

    [TestMethod]
    public void Fit_WithProgress_ReportsEveryEpochOfEveryPhaseInOrder()
    {
        var reports = Reports(Quick with { PretrainingEpochCount = 3, EpochCount = 6 });
        CollectionAssert.AreEquivalent(Phases.ToList(), reports.Select(report => report.Phase).Distinct().ToList());
        foreach (var phase in Phases)
        {
            var count = phase.EndsWith("pre-training", StringComparison.Ordinal) ? 3 : 6;
            var found = reports.Where(report => report.Phase == phase).Select(report => (report.EpochIndex, report.EpochCount)).ToList();
            CollectionAssert.AreEqual(Enumerable.Range(0, count).Select(index => (index, count)).ToList(), found, phase);
        }
    }

    [TestMethod]
    public void Fit_WithProgress_NamesTheStage()
    {
        var progress = new ProgressRecorder();
        Create(Quick).Fit(new TrainingRequest(Pool) { Stage = 3, Progress = progress });
        CollectionAssert.AreEqual(new[] { 3 }, progress.Reports.Select(report => report.Stage).Distinct().ToList());
    }

    [TestMethod]
    public void Fit_Trained_RanksAnomaliesBetterThanUntrained()
    {
        var trained = RocAuc(Fit(Quick with { PretrainingEpochCount = 60, EpochCount = 30, LearningRate = 3e-3 }));
        var untrained = RocAuc(Fit(Quick with { PretrainingEpochCount = 0, EpochCount = 0 }));
        Assert.IsGreaterThan(untrained + LearningMargin, trained);
    }

    [TestMethod]
    public void Fit_Untrained_DiffersFromTrained() =>
        Assert.IsFalse(SameScores(Fit(Quick), Fit(Quick with { PretrainingEpochCount = 0, EpochCount = 0 })));

    [TestMethod]
    public void Fit_FewerRowsThanAMinibatch_Trains() =>
        AllFinite(Create(Quick with { BatchSize = 1000 }).Fit(new TrainingRequest(Pool)).Model.Score(Pool));

    [TestMethod]
    public void Fit_CancelledBeforeWithoutEpochs_Throws() => Assert.Throws<OperationCanceledException>(
        () => Create(Quick with { PretrainingEpochCount = 0, EpochCount = 0 })
            .Fit(new TrainingRequest(Pool) { CancellationToken = new CancellationToken(canceled: true) }));

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(6)]
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
            () => Create(Quick).Fit(new TrainingRequest(Pool) { Progress = progress, CancellationToken = source.Token }));
    }

    [TestMethod]
    public void Fit_LossBeyondSinglePrecision_Throws() =>
        Assert.ThrowsExactly<TrainingDivergedException>(() => Create(Quick with { LearningRate = 1e30 }).Fit(Request()));

    [TestMethod]
    public void Fit_FeatureWhoseSquaresHaveNoSum_ThrowsNamingItBeforeTraining()
    {
        // 32 rows of 10 features: sqrt(3.4e38 / 320) is 1.03e18.
        var values = Pool.Values.ToArray();
        values[(7 * Pool.FeatureCount) + 3] = -1.1e18f;
        var pool = FeatureMatrix.Copy(values, Pool.FeatureCount, ["a", "b", "c", "width", "e", "f", "g", "h", "i", "j"]);
        var progress = new ProgressRecorder();
        var exception = Assert.ThrowsExactly<FeatureDataException>(
            () => Create(Quick).Fit(new TrainingRequest(pool) { Progress = progress }));
        Assert.AreEqual((7L, 3), (exception.RowIndex, exception.ColumnIndex));
        Assert.Contains("feature 3 ('width') is -1.1E+18 in row 7; a network can take at most 1E+18 here", exception.Message);
        Assert.IsEmpty(progress.Reports);
    }

    /// <inheritdoc/>
    protected sealed override TDetector Create(DetectorSettings settings) =>
        Create(settings as NetworkDetectorSettings ?? new NetworkDetectorSettings(settings));

    /// <summary>Creates the detector.</summary>
    protected abstract TDetector Create(NetworkDetectorSettings settings);

    private static NetworkDetectorSettings Quick => new();

    private static double RocAuc(DetectorModel model) => Ranking.RocAuc(model.Score(Pool), Truth);

    private List<TrainingProgress> Reports(NetworkDetectorSettings settings)
    {
        var progress = new ProgressRecorder();
        Create(settings).Fit(Request(progress));
        return progress.Reports;
    }
}
