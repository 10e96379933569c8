using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Querying;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What is said of features that a network's sigmoid cannot reproduce.</summary>
[TestClass]
public sealed class FeatureRangeWarningTests
{
    /// <summary>Not trained, and still an autoencoder: what matters is that it would be.</summary>
    private static readonly AutoencoderOptions Untrained = Fast.Autoencoder with { EpochCount = 0 };

    [TestMethod]
    public void Fit_FeatureOutsideTheRange_NamesItWithItsRangeAndTheRemedies()
    {
        var (_, log) = Fit(trainers => trainers.Autoencoder(Untrained), Named);

        Assert.AreEqual(
            "Feature 1 ('Rest.Second') runs from -2 to 881; Autoencoder learns from features in [0, 1], and little from others. Scale the "
            + "features before: PrepareFeatures(..., FeatureScaling.MinMax), or NormalizeMinMax(\"Features\", fixZero: false).",
            log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    public void Fit_FeatureWithoutAName_IsNamedByItsNumber()
    {
        var (_, log) = Fit(trainers => trainers.Autoencoder(Untrained), mlContext => mlContext.View(Wide));

        Assert.Contains("Feature 1 runs from -2 to 881", log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    [DataRow(-0.01f, true)]
    [DataRow(-1e-7f, false)]
    [DataRow(0f, false)]
    [DataRow(1f, false)]
    [DataRow(1.0000001f, false)]
    [DataRow(1.01f, true)]
    public void Fit_FeatureNearTheEnds_WarnsBeyondRoundingOnly(float value, bool warns)
    {
        var rows = Rows.Pool();
        rows[40].Features[3] = value;
        var (_, log) = Fit(trainers => trainers.Autoencoder(Untrained), mlContext => mlContext.View(rows));

        Assert.HasCount(warns ? 1 : 0, log.Warnings);
    }

    [TestMethod]
    public void Fit_EveryNetworkThatIsPretrained_Warns()
    {
        Func<TrainerCatalog, DetectorTrainer>[] trainers =
        [
            trainers => trainers.DeepSvdd(Fast.DeepSvdd),
            trainers => trainers.DeepSad(Fast.DeepSad, new DetectorTrainerOptions()),
            trainers => trainers.Nce(Fast.Nce, new DetectorTrainerOptions()),
            trainers => trainers.Nce(Fast.Nce, new DetectorTrainerOptions(), new EnsembleOptions { MemberCount = 2 }),
        ];
        foreach (var trainer in trainers)
        {
            var (_, log) = Fit(trainer, mlContext => mlContext.View(Wide));
            Assert.Contains("learns from features in [0, 1]", log.Warnings.Single().RawMessage);
        }
    }

    [TestMethod]
    public void Fit_DetectorsOfAnyScale_WarnOfNothing()
    {
        Func<TrainerCatalog, DetectorTrainer>[] trainers =
        [
            trainers => trainers.Default(),
            trainers => trainers.IsolationForest(),
            trainers => trainers.NeighborDistance(),
            trainers => trainers.Nce(Fast.Untrained, new DetectorTrainerOptions()),
        ];
        foreach (var trainer in trainers)
        {
            Assert.IsEmpty(Fit(trainer, mlContext => mlContext.View(Wide)).Log.Warnings);
        }
    }

    [TestMethod]
    public void Fit_FeaturesScaledByEitherRemedy_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var trainer = mlContext.ActiveAnomaly().Trainers.Autoencoder(Untrained);
        var data = Named(mlContext);
        mlContext.ActiveAnomaly().PrepareFeatures(data.Schema, scaling: FeatureScaling.MinMax).Append(trainer).Fit(data);
        mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Append(trainer).Fit(data);

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void ActiveLearningAndCreateSession_FeatureOutsideTheRange_WarnAsFitDoes()
    {
        var (mlContext, log) = Fit(trainers => trainers.Autoencoder(Untrained), Named);
        var expected = log.Warnings.Single().RawMessage;
        var (anomaly, data) = (mlContext.ActiveAnomaly(), Named(mlContext));
        var trainer = anomaly.Trainers.Autoencoder(Untrained);
        anomaly.CreateSession(data, trainer, new NoQueryStrategy());

        CollectionAssert.AreEqual((string[])[expected, expected], log.Warnings.Select(warning => warning.RawMessage).ToArray());
        anomaly.ActiveLearning(trainer, new NoQueryStrategy(), LabelOracle.FromColumn(), stageCount: 0).Fit(data);

        CollectionAssert.AreEqual(
            (string[])[expected, expected, expected], log.Warnings.Select(warning => warning.RawMessage).ToArray());
    }

    /// <summary>Two features of five lie outside; the second is the first of them.</summary>
    private static PoolRow[] Wide => [.. Rows.Pool().Select((row, index) => new PoolRow
    {
        Features = [row.Features[0], index == 7 ? 881 : index == 3 ? -2 : 0.5f, 5, .. row.Features[3..]],
        Label = row.Label,
    })];

    /// <summary>The same rows, their features named.</summary>
    private static IDataView Named(MLContext mlContext)
    {
        var parts = mlContext.View(Wide.Select(row => new PartedRow
        {
            First = row.Features[0], Second = row.Features[1], Third = row.Features[2], Fourth = row.Features[3], Label = row.Label,
        }).ToArray());
        return mlContext.Transforms.Concatenate("Rest", "Second", "Third")
            .Append(mlContext.Transforms.Concatenate("Features", "First", "Rest", "Fourth"))
            .Append(mlContext.Transforms.DropColumns("First", "Second", "Third", "Fourth", "Rest"))
            .Fit(parts).Transform(parts);
    }

    private static (MLContext Context, LogListener Log) Fit(Func<TrainerCatalog, DetectorTrainer> create, Func<MLContext, IDataView> data)
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        create(mlContext.ActiveAnomaly().Trainers).Fit(data(mlContext));
        return (mlContext, log);
    }

    private sealed class PartedRow
    {
        public float First { get; set; }

        public float Second { get; set; }

        public float Third { get; set; }

        public float Fourth { get; set; }

        public float Label { get; set; }
    }
}
