using ActiveAnomaly.Querying;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What trainers and oracles say of labels that may be read otherwise than their owner meant.</summary>
[TestClass]
public sealed class LabelWarningsTests
{
    [TestMethod]
    public void Fit_MoreAbnormalThanNormalLabels_AsksWhetherTheEncodingIsReversed() => AssertWarns("reversed", row => row % 10 == 9 ? 0 : 1);

    [TestMethod]
    public void Fit_NoLabelInTheColumn_SaysSo() => AssertWarns("no label in 'Label'", _ => float.NaN);

    [TestMethod]
    public void Fit_LabelsOfOneKind_SaysSo() => AssertWarns("of one kind", _ => 0);

    [TestMethod]
    public void Fit_UsualLabels_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool());

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void Fit_LabelColumnForADetectorThatUsesNone_Warns()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.ActiveAnomaly().Trainers.Autoencoder(Fast.Autoencoder, new DetectorTrainerOptions { LabelColumnName = "Label" }).Fit(mlContext.Pool());

        Assert.Contains("make no difference", log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    public void Fit_LabelsThereAndNotAskedFor_SaysSo()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.ActiveAnomaly().Trainers.Nce(Fast.Untrained, new DetectorTrainerOptions()).Fit(mlContext.Pool());

        Assert.IsTrue(log.Messages.Any(message => message.RawMessage.Contains("LabelColumnName is null", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void ActiveLearning_DetectorThatUsesNoLabels_IsRefused()
    {
        var mlContext = new MLContext(1);
        var anomaly = mlContext.ActiveAnomaly();
        var trainer = anomaly.Trainers.Autoencoder(Fast.Autoencoder);

        Assert.Contains(
            "learns from no label",
            Assert.ThrowsExactly<ArgumentException>(() => anomaly.ActiveLearning(trainer, new AdaptiveBoundaryStrategy(), LabelOracle.FromColumn())).Message);
        Assert.ThrowsExactly<ArgumentException>(() => anomaly.CreateSession(mlContext.Pool(), trainer, new RandomStrategy()));
        Assert.HasCount(1, anomaly.ActiveLearning(trainer, new NoQueryStrategy(), LabelOracle.FromColumn()).Fit(mlContext.Pool()).History);
    }

    /// <summary>Both a trainer that reads the labels and an oracle that answers by them must warn, once.</summary>
    private static void AssertWarns(string expected, Func<int, float> label)
    {
        var rows = Rows.Pool().Select((row, index) => new PoolRow { Features = row.Features, Label = label(index) }).ToArray();
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.View(rows));
        Assert.Contains(expected, log.Warnings.Single().RawMessage);

        mlContext.ActiveAnomaly()
            .ActiveLearning(mlContext.NceTrainer(Fast.Untrained), new HighConfidenceStrategy(), LabelOracle.FromColumn(), stageCount: 1)
            .Fit(mlContext.View(rows));
        Assert.AreEqual(2, log.Warnings.Count(warning => warning.RawMessage.Contains(expected, StringComparison.Ordinal)));
    }
}
