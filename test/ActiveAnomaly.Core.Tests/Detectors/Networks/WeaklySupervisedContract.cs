using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What every network keeps that learns from a few rows labelled abnormal and many unlabelled ones.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
[TestClass]
public abstract class WeaklySupervisedContract<TDetector, TOptions> : NeuralDetectorContract<TDetector, TOptions>
    where TDetector : WeaklySupervisedDetector
    where TOptions : WeaklySupervisedOptions
{
    /// <summary>
    /// The mean area under the ROC curve of three seeds on rows never labelled, of two clusters that labels alone tell apart.
    /// </summary>
    private const double LearnedAuc = 0.9;

    /// <summary>Gets options that train well.</summary>
    protected virtual TOptions Thorough => Activator.CreateInstance<TOptions>();

    [TestMethod]
    public void Fit_NoRowLabeledAbnormal_GivesTheForestOfTheSeedAtEveryStage()
    {
        var normal = PoolLabels.None(Pool.RowCount).With(Labels.NormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Normal)));
        var first = Make(Fast).Fit(new TrainingRequest(Pool)).Model;
        var second = Make(Fast).Fit(new TrainingRequest(Pool, normal) { Stage = 2 }).Model;
        Assert.IsInstanceOfType<IsolationForestModel>(first);
        Bits.AreEqual(first.Score(Pool), second.Score(Pool), "Scores");
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(second));
        Bits.AreEqual(first.Score(Pool), loaded.Score(Pool), "Scores, saved and loaded");
        Assert.AreEqual(second.Options, loaded.Options);
        Assert.IsGreaterThan(0.6, Ranking.RocAuc(first.Score(Pool), Truth));
    }

    [TestMethod]
    public void Fit_PreviousModelOrCache_GivesTheForestAgainWithTheSameBits()
    {
        var cache = new TrainingCache();
        var detector = Make(Fast);
        var first = detector.Fit(new TrainingRequest(Pool) { Cache = cache });
        var expected = Make(Fast).Fit(new TrainingRequest(Pool) { Stage = 1 }).Model.Score(Pool);
        foreach (var request in (Func<ProgressRecorder, TrainingRequest>[])
            [
                progress => new TrainingRequest(Pool) { Stage = 1, Previous = first.Model, Progress = progress },
                progress => new TrainingRequest(Pool) { Stage = 1, Cache = cache, Progress = progress },
            ])
        {
            var progress = new ProgressRecorder();
            Bits.AreEqual(expected, detector.Fit(request(progress)).Model.Score(Pool), "Scores");
            Assert.IsFalse(progress.Reports.Any(report => report.Phase == "prior"), "The forest was grown again.");
        }
    }

    [TestMethod]
    public void Fit_PreviousModelOfAnotherSeedOrPool_GrowsAForestOfItsOwn()
    {
        var other = FeatureMatrix.Copy(Pool.Values, Pool.FeatureCount);
        var expected = Make(Fast).Fit(new TrainingRequest(Pool)).Model.Score(Pool);
        foreach (var previous in (DetectorModel[])
            [
                Make(With(Fast, options => options with { Seed = 2 })).Fit(new TrainingRequest(Pool)).Model,
                Make(Fast).Fit(new TrainingRequest(other)).Model,
            ])
        {
            var progress = new ProgressRecorder();
            var request = new TrainingRequest(Pool) { Stage = 1, Previous = previous, Progress = progress };
            Bits.AreEqual(expected, Make(Fast).Fit(request).Model.Score(Pool), "Scores");
            Assert.IsTrue(progress.Reports.Any(report => report.Phase == "prior"));
        }
    }

    [TestMethod]
    public void Fit_EveryRowLabeledAbnormal_GivesTheSameForest()
    {
        var all = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Abnormal, Pool.RowCount)]);
        Bits.AreEqual(
            Make(Fast).Fit(new TrainingRequest(Pool)).Model.Score(Pool),
            Make(Fast).Fit(new TrainingRequest(Pool, all)).Model.Score(Pool),
            "Scores");
    }

    [TestMethod]
    public void Fit_RowsLabeledNormal_CountAsUnlabeledOnes()
    {
        var abnormal = PoolLabels.None(Pool.RowCount).With(Labels.AbnormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal)));
        Bits.AreEqual(Fit(new()).Score(Pool), Make(Fast).Fit(new TrainingRequest(Pool, abnormal)).Model.Score(Pool), "Scores");
    }

    [TestMethod]
    public void Fit_TwinOfARowLabeledAbnormal_IsNoUnlabeledRow()
    {
        // Three rows: an anomaly, its twin, another. Without the twin there is one unlabelled row, which every draw gives.
        var rows = FeatureMatrix.Copy([1, 0, 0, 1, 0, 0, 0.2f, 0.6f, 0.9f], 3);
        var labels = PoolLabels.None(3).With([new(0, RowLabel.Abnormal)]);
        var request = new TrainingRequest(rows.Select([0, 2]), PoolLabels.None(2).With([new(0, RowLabel.Abnormal)]));
        var without = Make(Fast).Fit(request).Model.Score(rows);
        var counted = Make(Fast).Fit(new TrainingRequest(rows, labels)).Model.Score(rows);
        Bits.AreEqual(without, counted, "Scores");
        Assert.IsFalse(Bits.Equal(
            counted, Make(Fast).Fit(new TrainingRequest(rows, labels) { LabelsCountForTwins = false }).Model.Score(rows)));
    }

    [TestMethod]
    public void Fit_LabeledAnomalies_RanksRowsNeverLabeledByThem()
    {
        var pool = SyntheticPools.Clusters();
        var labels = pool.Labeled(0, 15);
        int[] rows = [.. Enumerable.Range(0, pool.RowCount).Where(row => labels[row] == RowLabel.Unlabeled)];
        bool[] truth = [.. rows.Select(row => pool.IsAbnormal[row])];
        var auc = new long[] { 1, 2, 3 }.Average(seed => Ranking.RocAuc(
            Make(With(Thorough, options => options with { Seed = seed })).Fit(new TrainingRequest(pool.Rows, labels)).Model
                .Score(pool.Rows.Select(rows)),
            truth));
        Assert.IsGreaterThan(LearnedAuc, auc);
    }
}
