using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the networks make of rows that equal a labelled one: the same as of the labelled one.</summary>
[TestClass]
public sealed class TwinLabelsTests
{
    /// <summary>Rows 40 to 49 are rows 0 to 9 again.</summary>
    private static readonly FeatureMatrix Pool =
        SyntheticPools.Noise().Rows.Select([.. Enumerable.Range(0, 40), .. Enumerable.Range(0, 10)]);

    /// <summary>Rows 0 and 5 are abnormal, rows 1 and 2 normal.</summary>
    private static readonly PoolLabels Labels = Given(
        (0, RowLabel.Abnormal), (5, RowLabel.Abnormal), (1, RowLabel.Normal), (2, RowLabel.Normal));

    [TestMethod]
    [DataRow("Deep SAD")]
    [DataRow("Deep SVDD")]
    [DataRow("Deep SVDD, head")]
    [DataRow("Autoencoder, head")]
    public void Fit_TwinsOfLabeledRows_HasTheBitsOfTwinsLabeledToo(string method)
    {
        var all = Labels.With(
            [new(40, RowLabel.Abnormal), new(45, RowLabel.Abnormal), new(41, RowLabel.Normal), new(42, RowLabel.Normal)]);
        Bits.AreEqual(Scores(method, new TrainingRequest(Pool, all)), Scores(method, new TrainingRequest(Pool, Labels)), method);
    }

    [TestMethod]
    [DataRow("NCE")]
    [DataRow("NCE x 2")]
    public void Fit_TwinsOfAbnormalRows_AreLeftOutOfTheBaseLossAndAddNoPairs(string method)
    {
        // As rows that are taken for anomalies are, which no pair has.
        var request = new TrainingRequest(Pool, Labels) { LabelsCountForTwins = false, PseudoAbnormalRows = [40, 45] };
        Bits.AreEqual(Scores(method, request), Scores(method, new TrainingRequest(Pool, Labels)), method);
    }

    [TestMethod]
    [DataRow("Deep SAD")]
    [DataRow("Deep SVDD")]
    [DataRow("NCE")]
    [DataRow("NCE x 2")]
    [DataRow("Autoencoder, head")]
    public void Fit_LabelsThatDoNotCountForTwins_GivesOtherScores(string method) => Assert.IsFalse(Bits.Equal(
        Scores(method, new TrainingRequest(Pool, Labels)),
        Scores(method, new TrainingRequest(Pool, Labels) { LabelsCountForTwins = false })));

    [TestMethod]
    [DataRow("Deep SAD")]
    [DataRow("NCE")]
    public void Fit_TwinAmongTheRowsTakenForAnomalies_HasTheLabel(string method) => Bits.AreEqual(
        Scores(method, new TrainingRequest(Pool, Labels)),
        Scores(method, new TrainingRequest(Pool, Labels) { PseudoAbnormalRows = [40, 41] }),
        method);

    [TestMethod]
    public void Fit_TwinsThatContradictEachOther_KeepTheirLabelsAndGiveNone()
    {
        // Rows 0 and 40 say the one and the other; a third of the kind, row 50, counts as unlabelled.
        var pool = Pool.Append(Pool.Select([0]));
        var labels = PoolLabels.None(51).With([new(0, RowLabel.Abnormal), new(40, RowLabel.Normal), new(1, RowLabel.Normal)]);
        Bits.AreEqual(
            Scores("Deep SAD", new TrainingRequest(pool, labels.With([new(41, RowLabel.Normal)])) { LabelsCountForTwins = false }),
            Scores("Deep SAD", new TrainingRequest(pool, labels)),
            "Scores");
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(50)]
    public void Fit_RowThatCannotBeTakenForAnAnomaly_Throws(int row) => Assert.Contains(
        $"Row {row} cannot be pseudo-abnormal",
        Assert.ThrowsExactly<ArgumentException>(
            () => Scores("NCE", new TrainingRequest(Pool, Labels) { PseudoAbnormalRows = [row] })).Message);

    private static PoolLabels Given(params IReadOnlyList<(int Row, RowLabel Label)> labels) =>
        PoolLabels.None(50).With(labels.Select(label => KeyValuePair.Create(label.Row, label.Label)));

    private static float[] Scores(string method, TrainingRequest request) => Create(method).Fit(request).Scores.ToArray();

    private static Detector Create(string method)
    {
        var nce = new NceOptions { Seed = 1, PretrainingEpochCount = 2, EpochCount = 4, BatchSize = 16 };
        return method switch
        {
            "NCE" => new NceDetector(nce),
            "NCE x 2" => EnsembleDetector.Create(new EnsembleOptions { MemberCount = 2 }, nce, static member => new NceDetector(member)),
            "Deep SAD" => new DeepSadDetector(
                new DeepSadOptions { Seed = 1, PretrainingEpochCount = 2, EpochCount = 4, BatchSize = 16, Eta = 2 }),
            "Deep SVDD" => new DeepSvddDetector(
                new DeepSvddOptions { Seed = 1, PretrainingEpochCount = 2, EpochCount = 4, BatchSize = 16 }),
            "Deep SVDD, head" => new DeepSvddDetector(new DeepSvddOptions
            {
                Seed = 1, PretrainingEpochCount = 2, EpochCount = 4, BatchSize = 16, RejectAbnormal = false, UaiHead = new(),
            }),
            _ => new AutoencoderDetector(new AutoencoderOptions { Seed = 1, EpochCount = 4, BatchSize = 16, UaiHead = new() }),
        };
    }
}
