using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors;

/// <summary>Two clusters of the same shape, where nothing but labels tells which one is abnormal.</summary>
[TestClass]
public sealed class LabelsHelpTests
{
    /// <summary>
    /// By how much 15 labels of each kind must raise the mean area under the ROC curve of three seeds; they do by 0.2 and
    /// more.
    /// </summary>
    private const double Margin = 0.1;

    private static readonly SyntheticPool Pool = SyntheticPools.Clusters();

    [TestMethod]
    public void Fit_DeepSvddWithoutLabels_IsWeak() =>
        Assert.IsLessThan(0.65, MeanAuc(PoolLabels.None(Pool.RowCount), seed => new DeepSvddDetector(new()
        {
            Seed = seed, PretrainingEpochCount = 20, EpochCount = 20, BatchSize = 32,
        })));

    [TestMethod]
    public void Fit_NceWithLabels_RanksRowsNeverLabeledBetter() =>
        AssertLabelsHelp(seed => new NceDetector(new() { Seed = seed, PretrainingEpochCount = 20, EpochCount = 20, BatchSize = 32 }));

    [TestMethod]
    public void Fit_DeepSadWithLabels_RanksRowsNeverLabeledBetter() =>
        AssertLabelsHelp(seed => new DeepSadDetector(new() { Seed = seed, PretrainingEpochCount = 20, EpochCount = 20, BatchSize = 32 }));

    [TestMethod]
    public void Fit_AutoencoderScoringByItsHead_RanksRowsNeverLabeledBetter() => AssertLabelsHelp(
        seed => new AutoencoderDetector(
            new() { Seed = seed, EpochCount = 40, BatchSize = 32, UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } }));

    [TestMethod]
    public void Fit_BalifWithLabels_RanksRowsNeverLabeledBetter() =>
        AssertLabelsHelp(seed => new BalifDetector(new() { Seed = seed, TreeCount = 50 }));

    [TestMethod]
    public void Fit_AlifWithLabels_RanksRowsNeverLabeledBetter() =>
        AssertLabelsHelp(seed => new AlifDetector(new() { Seed = seed, TreeCount = 50 }));

    private static void AssertLabelsHelp(Func<long, Detector> create) =>
        Assert.IsGreaterThan(MeanAuc(PoolLabels.None(Pool.RowCount), create) + Margin, MeanAuc(Pool.Labeled(15, 15), create));

    /// <summary>Over the rows that no test labels.</summary>
    private static double MeanAuc(PoolLabels labels, Func<long, Detector> create)
    {
        var judge = Pool.Labeled(15, 15);
        int[] rows = [.. Enumerable.Range(0, Pool.RowCount).Where(row => judge[row] == RowLabel.Unlabeled)];
        bool[] truth = [.. rows.Select(row => Pool.IsAbnormal[row])];
        return new long[] { 1, 2, 3 }.Average(seed => Ranking.RocAuc(
            create(seed).Fit(new TrainingRequest(Pool.Rows, labels)).Model.Score(Pool.Rows.Select(rows)),
            truth));
    }
}
