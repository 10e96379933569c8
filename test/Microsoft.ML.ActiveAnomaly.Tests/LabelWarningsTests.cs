using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What trainers and oracles say of labels that may be read otherwise than their owner meant.</summary>
[TestClass]
public sealed class LabelWarningsTests
{
    [TestMethod]
    public void Fit_MoreAbnormalThanNormalLabels_AsksWhetherTheEncodingIsReversed() =>
        AssertWarns("reversed", row => row % 10 == 9 ? 0 : 1);

    [TestMethod]
    public void Fit_NoLabelInTheColumn_SaysSo() => AssertWarns("no label in 'Label'", _ => float.NaN);

    /// <summary>The error says that there are no rows; a warning of labels would lead astray.</summary>
    [TestMethod]
    public void Fit_NoRows_WarnsOfNoLabels()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);

        Assert.ThrowsExactly<FeatureDataException>(
            () => mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Data.FilterRowsByColumn(mlContext.Pool(), "Label", 7)));
        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void Fit_LabelsOfOneKind_SaysSo() => AssertWarns("of one kind", _ => 0);

    [TestMethod]
    public void Fit_AbnormalLabelsAlone_SaysWhoLearnsFromThem() =>
        AssertWarns("against all others", row => row < 5 ? 1 : float.NaN);

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
        mlContext.ActiveAnomaly().Trainers.Autoencoder(Fast.Autoencoder, new DetectorTrainerOptions { LabelColumnName = "Label" })
            .Fit(mlContext.Pool());

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
    public void Fit_LabelsThereAndADetectorThatUsesNone_SaysNothingOfThem() =>
        Assert.IsFalse(SaysThatLabelsAreThere(trainers => trainers.Autoencoder(Fast.Autoencoder), Rows.Pool()));

    [TestMethod]
    public void Fit_LabelColumnOfAnotherType_SaysNothingOfIt() => Assert.IsFalse(SaysThatLabelsAreThere(
        trainers => trainers.Nce(Fast.Untrained, new DetectorTrainerOptions()),
        Rows.Pool().Select(row => new NamedRow { Features = row.Features }).ToArray()));

    [TestMethod]
    public void Fit_LabelsAskedFor_DoesNotSayThatTheyAreNot() =>
        Assert.IsFalse(SaysThatLabelsAreThere(trainers => trainers.Nce(Fast.Untrained), Rows.Pool()));

    [TestMethod]
    public void Fit_AsManyAbnormalAsNormalLabels_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.View(Relabeled((_, index) => index % 2)));

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void ActiveLearning_InitialLabelsReversed_AsksWhetherTheyAre() =>
        Assert.Contains("reversed", InitialWarnings(label => 1 - label).Single());

    [TestMethod]
    public void ActiveLearning_NoInitialLabelInTheColumn_SaysSo() =>
        Assert.Contains("no label in 'Label'", InitialWarnings(_ => float.NaN).Single());

    [TestMethod]
    public void ActiveLearning_InitialLabelsOfAnomaliesAlone_WarnsOfNothing() =>
        Assert.IsEmpty(InitialWarnings(label => label > 0 ? 1 : float.NaN));

    [TestMethod]
    public void ActiveLearning_DetectorThatUsesNoLabels_IsRefused()
    {
        var mlContext = new MLContext(1);
        var anomaly = mlContext.ActiveAnomaly();
        var trainer = anomaly.Trainers.Autoencoder(Fast.Autoencoder);

        Assert.Contains(
            "learns from no label",
            Assert.ThrowsExactly<ArgumentException>(
                () => anomaly.ActiveLearning(trainer, new AdaptiveBoundaryStrategy(), LabelOracle.FromColumn())).Message);
        Assert.ThrowsExactly<ArgumentException>(() => anomaly.CreateSession(mlContext.Pool(), trainer, new RandomStrategy()));
        Assert.HasCount(1, anomaly.ActiveLearning(trainer, new NoQueryStrategy(), LabelOracle.FromColumn()).Fit(mlContext.Pool()).History);
    }

    /// <summary>MapValueToKey counts values as they occur: the first row's, an anomaly's, becomes the first, which means normal.</summary>
    [TestMethod]
    public void EveryReader_KeysOfAColumnThatBeginsWithAnAnomaly_AsksWhetherTheEncodingIsReversed() => AssertEveryReaderWarns(
        mlContext =>
        {
            var rows = Rows.Pool().Select((row, index) => new NamedRow
            {
                Features = row.Features, Label = index == 0 || row.Label > 0 ? "fraud" : "usual",
            }).ToArray();
            return mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(mlContext.View(rows)).Transform(mlContext.View(rows));
        },
        "'Label' has more abnormal rows (71) than normal ones (9): is the encoding reversed? Above 0, true, and the second value of a key, "
        + "here 'usual', mean abnormal");

    [TestMethod]
    public void EveryReader_QuotedLabelsOfATextFileLoadedWithoutQuoting_SaysThatThereIsNone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("quoted.csv");
        File.WriteAllLines(path, Rows.Pool().Select(
            row => string.Create(CultureInfo.InvariantCulture, $"{row.Features[0]},{row.Features[1]},\"{row.Label}\"")));

        AssertEveryReaderWarns(mlContext => Load(mlContext, allowQuoting: false), "There is no label in 'Label': every value is missing. "
            + "Quoted numbers need allowQuoting");
        var quoting = new MLContext(1);
        var log = new LogListener(quoting);
        quoting.NceTrainer(Fast.Untrained).Fit(Load(quoting, allowQuoting: true));
        Assert.IsEmpty(log.Warnings);

        IDataView Load(MLContext mlContext, bool allowQuoting) => mlContext.Data.LoadFromTextFile(
            path,
            [new TextLoader.Column("Features", DataKind.Single, 0, 1), new TextLoader.Column("Label", DataKind.Single, 2)],
            separatorChar: ',',
            allowQuoting: allowQuoting);
    }

    /// <summary>A trainer, an oracle that answers by a column, an estimator and a session that start with its labels: each warns.</summary>
    private static void AssertEveryReaderWarns(Func<MLContext, IDataView> load, string expected)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var (anomaly, data, trainer) = (mlContext.ActiveAnomaly(), load(mlContext), mlContext.NceTrainer(Fast.Untrained));
        var (strategy, skip) = (new RandomStrategy(), LabelOracle.FromDelegate(_ => Answer.Skip));
        Action[] readers =
        [
            () => trainer.Fit(data),
            () => anomaly.ActiveLearning(trainer, strategy, LabelOracle.FromColumn(), stageCount: 0).Fit(data),
            () => anomaly.ActiveLearning(
                trainer,
                strategy,
                skip,
                new ActiveLearningEstimator.Options { StageCount = 0, InitialLabelColumnName = "Label" }).Fit(data),
            () => anomaly.CreateSession(data, trainer, strategy, initialLabelColumnName: "Label"),
        ];
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i]();
            Assert.HasCount(i + 1, log.Warnings, $"Reader {i}");
            Assert.Contains(expected, log.Warnings[i].RawMessage);
        }
    }

    private static PoolRow[] Relabeled(Func<float, int, float> label) =>
        [.. Rows.Pool().Select((row, index) => new PoolRow { Features = row.Features, Label = label(row.Label, index) })];

    /// <summary>Gives the warnings of a session that starts with labels, which are the same by the estimator and by hand.</summary>
    private static string[] InitialWarnings(Func<float, float> label)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var (anomaly, data) = (mlContext.ActiveAnomaly(), mlContext.View(Relabeled((own, _) => label(own))));
        var trainer = mlContext.NceTrainer(Fast.Untrained);
        anomaly.CreateSession(data, trainer, new RandomStrategy(), initialLabelColumnName: "Label");
        string[] byHand = [.. log.Warnings.Select(warning => warning.RawMessage)];
        anomaly.ActiveLearning(
            trainer,
            new RandomStrategy(),
            LabelOracle.FromDelegate(_ => Answer.Skip),
            new ActiveLearningEstimator.Options { StageCount = 0, InitialLabelColumnName = "Label" }).Fit(data);

        CollectionAssert.AreEqual(byHand, log.Warnings.Skip(byHand.Length).Select(warning => warning.RawMessage).ToArray());
        return byHand;
    }

    private static bool SaysThatLabelsAreThere<T>(Func<TrainerCatalog, DetectorTrainer> create, T[] rows)
        where T : class
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        create(mlContext.ActiveAnomaly().Trainers).Fit(mlContext.View(rows));
        return log.Messages.Any(message => message.RawMessage.Contains("LabelColumnName is null", StringComparison.Ordinal));
    }

    /// <summary>Both a trainer that reads the labels and an oracle that answers by them must warn, once.</summary>
    private static void AssertWarns(string expected, Func<int, float> label)
    {
        var rows = Relabeled((_, index) => label(index));
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.View(rows));
        Assert.Contains(expected, log.Warnings.Single().RawMessage);

        mlContext.ActiveAnomaly()
            .ActiveLearning(mlContext.NceTrainer(Fast.Untrained), new HighConfidenceStrategy(), LabelOracle.FromColumn(), stageCount: 1)
            .Fit(mlContext.View(rows));
        Assert.AreEqual(2, log.Warnings.Count(warning => warning.RawMessage.Contains(expected, StringComparison.Ordinal)));
    }

    private sealed class NamedRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "1";
    }
}
