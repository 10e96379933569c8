using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.Rosas;

[TestClass]
public sealed class RosasDetectorTests : WeaklySupervisedContract<RosasDetector, RosasOptions>
{
    protected override RosasOptions Fast => new() { Seed = 1, EpochCount = 6, StepCount = 5, BatchSize = 16, EmbeddingSize = 16 };

    /// <summary>Gets few small steps: a fifth of the unlabelled rows are anomalies there, which many steps learn by heart.</summary>
    protected override RosasOptions Thorough => new() { EpochCount = 20, LearningRate = 1e-3, EmbeddingSize = 16 };

    protected override IReadOnlyList<(string Property, RosasOptions Before, RosasOptions After)> Changes =>
    [
        ("Alpha", Fast, Fast with { Alpha = 2 }),
        ("Margin", Fast, Fast with { Margin = 0.2 }),
        ("MixedRowCount", Fast, Fast with { MixedRowCount = 3 }),
        ("EmbeddingSize", Fast, Fast with { EmbeddingSize = 18 }),
        ("BatchSize", Fast, Fast with { BatchSize = 17 }),
        ("StepCount", Fast, Fast with { StepCount = 6 }),
        ("WeightDecay", Fast, Fast with { WeightDecay = 0.01 }),
        .. Enum.GetValues<RosasAblation>().Skip(1).Select(ablation => ("Ablation", Fast, Fast with { Ablation = ablation })),
    ];

    protected override IReadOnlyList<string> ChangedElsewhere => ["StopsOnValidation"];

    protected override IReadOnlyList<(string Property, RosasOptions Options)> Broken =>
    [
        ("Alpha", Fast with { Alpha = 0 }),
        ("Alpha", Fast with { Alpha = double.NaN }),
        ("Margin", Fast with { Margin = -0.1 }),
        ("Margin", Fast with { Margin = double.PositiveInfinity }),
        ("MixedRowCount", Fast with { MixedRowCount = 1 }),
        ("EmbeddingSize", Fast with { EmbeddingSize = 1 }),
        ("BatchSize", Fast with { BatchSize = 0 }),
        ("StepCount", Fast with { StepCount = 0 }),
        ("WeightDecay", Fast with { WeightDecay = -1e-9 }),
        ("WeightDecay", Fast with { WeightDecay = double.NaN }),
        ("Ablation", Fast with { Ablation = (RosasAblation)6 }),
    ];

    [TestMethod]
    public void Fit_FeaturesNearTheSmallestNumber_Trains()
    {
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 240).Select(_ => random.NextSingle() * 1e-42f)], 4);
        var labels = PoolLabels.None(60).With(Enumerable.Range(0, 6).Select(
            row => KeyValuePair.Create(row, row < 3 ? RowLabel.Abnormal : RowLabel.Normal)));
        var trained = new RosasDetector(Fast).Fit(new TrainingRequest(pool, labels));
        Assert.IsTrue(trained.Scores.ToArray().All(float.IsFinite));
    }

    [TestMethod]
    [DataRow(10, 128, "10-69-128-64-1")]
    [DataRow(21, 128, "21-74-128-64-1")]
    [DataRow(201, 128, "201-165-128-64-1")]
    [DataRow(3, 5, "3-4-5-2-1")]
    public void Shape_OfFeatures_IsTheProgramsWithABiasAtTheEndOnly(int featureCount, int embeddingSize, string expected)
    {
        var shape = RosasDetector.Shape(featureCount, embeddingSize, isBounded: true);
        Assert.AreEqual(expected, shape.ToString());
        Assert.AreSequenceEqual([false, false, false, true], shape.Layers.Select(layer => layer.HasBias));
        Assert.AreSequenceEqual(
            [Activation.LeakyRelu, Activation.None, Activation.LeakyRelu, Activation.Tanh], shape.Layers.Select(layer => layer.Activation));
    }

    [TestMethod]
    public void Score_OfTheDeviationLoss_HasNoBound()
    {
        Assert.IsLessThanOrEqualTo(1f, Fit(new()).Score(Pool).Max(Math.Abs));
        var options = new RosasOptions { Seed = 1, EpochCount = 40, Ablation = RosasAblation.RegressionForDeviation };
        Assert.IsGreaterThan(2f, Make(options).Fit(Request()).Model.Score(Pool).Max());
    }

    [TestMethod]
    public void Fit_LabeledAnomalies_ScoreAtOneAndOthersAtMinusOne()
    {
        var scores = Make(new RosasOptions { Seed = 1 }).Fit(Request()).Model.Score(Pool);
        Assert.IsGreaterThan(0.8f, Labels.AbnormalRows.Min(row => scores[row]));
        Assert.IsLessThan(-0.8f, scores.Order().ElementAt(scores.Length / 2));
    }

    [TestMethod]
    public void Fit_FewerUnlabeledRowsThanABatchWants_TakesAsManyOfEach()
    {
        var options = Fast with { BatchSize = 4 };
        var rows = Pool.Select([1, 4, 7, 10]);
        var labels = PoolLabels.None(4).With([new(0, RowLabel.Abnormal)]);
        Bits.AreEqual(
            Make(options with { BatchSize = 3 }).Fit(new TrainingRequest(rows, labels)).Model.Score(Pool),
            Make(options with { BatchSize = 99 }).Fit(new TrainingRequest(rows, labels)).Model.Score(Pool),
            "Scores");
    }

    [TestMethod]
    public void StopsOnValidation_NoRows_ThrowsNamingTheOption()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => Make(Fast with { StopsOnValidation = true }).Fit(Request()));
        Assert.Contains("StopsOnValidation is on, and the request has no Validation rows", exception.Message);
    }

    [TestMethod]
    public void StopsOnValidation_RowsOfOtherFeatures_Throws()
    {
        var rows = new LabeledRows(FeatureMatrix.Copy([1, 2], 1), [true, false]);
        var exception = Assert.ThrowsExactly<ArgumentException>(
            () => Make(Fast with { StopsOnValidation = true }).Fit(new TrainingRequest(Pool, Labels) { Validation = rows }));
        Assert.Contains("1 features and the pool's 10", exception.Message);
    }

    [TestMethod]
    public void StopsOnValidation_Rows_GivesTheEpochThatRanksThemBestAndEndsAfterThePatience()
    {
        // What the option has to give, by training for each number of epochs: the first whose value no later one beats by 1e-4.
        var options = Fast with { EpochCount = 40, LearningRate = 0.02, StopsOnValidation = true };
        var validation = new LabeledRows(Pool, Truth);
        var progress = new ProgressRecorder();
        var model = Make(options).Fit(new TrainingRequest(Pool, Labels) { Validation = validation, Progress = progress }).Model;
        var ran = progress.Reports.Count(report => report.Phase == "training");
        var (best, bestEpochs) = (double.NegativeInfinity, 0);
        for (var epochs = 1; epochs <= options.EpochCount && epochs - bestEpochs <= 15; epochs++)
        {
            var scores = Make(options with { StopsOnValidation = false, EpochCount = epochs }).Fit(Request()).Model.Score(Pool);
            var value = Ranking.RocAuc(scores, Truth) + Ranking.PrecisionRecallAuc(scores, Truth);
            if (value > best + 1e-4)
            {
                (best, bestEpochs) = (value, epochs);
            }
        }

        Assert.AreEqual(Math.Min(bestEpochs + 15, options.EpochCount), ran);
        Assert.IsLessThan(options.EpochCount, bestEpochs, "The last epoch is the best one: the case shows nothing.");
        Bits.AreEqual(
            Make(options with { StopsOnValidation = false, EpochCount = bestEpochs }).Fit(Request()).Model.Score(Pool),
            model.Score(Pool),
            "Scores");
    }

    [TestMethod]
    public void StopsOnValidation_MemberOrCalibrated_IsGivenTheRowsToo()
    {
        var detector = Make(Fast with { StopsOnValidation = true });
        var request = new TrainingRequest(Pool, Labels) { Validation = new LabeledRows(Pool, Truth) };
        var alone = detector.Fit(request).Model.Score(Pool);
        var combined = (CombinedModel)new CombinedDetector([detector, new CopodDetector(new())]).Fit(request).Model;
        Bits.AreEqual(alone, combined.Members[0].Score(Pool), "Scores");
        Calibration.Of(detector, request, detector.Fit(request), new CalibrationOptions { FoldCount = 2 });
    }

    [TestMethod]
    public void StopsOnValidation_RiseBelowTheSmallest_CountsAsNone()
    {
        // Steps so small that an epoch's ranks are almost those of the one before; of so many rows, a pair is about 1e-6 of the value.
        var options = Fast with { EpochCount = 30, LearningRate = 2e-7, StopsOnValidation = true };
        var surface = SyntheticPools.Surface(3000, seed: 2);
        double[] values = [.. Enumerable.Range(1, 16).Select(epochs =>
        {
            var scores = Make(options with { StopsOnValidation = false, EpochCount = epochs }).Fit(Request()).Model.Score(surface.Rows);
            return Ranking.RocAuc(scores, surface.IsAbnormal) + Ranking.PrecisionRecallAuc(scores, surface.IsAbnormal);
        })];
        Assert.IsGreaterThan(values[0], values.Max(), "No epoch is better than the first: the case shows nothing.");
        Assert.IsLessThan(values[0] + 1e-4, values.Max(), "An epoch is so much better that it counts: the case shows nothing.");
        var progress = new ProgressRecorder();
        var validation = new LabeledRows(surface.Rows, surface.IsAbnormal);
        var model = Make(options).Fit(new TrainingRequest(Pool, Labels) { Validation = validation, Progress = progress }).Model;
        Assert.AreEqual(16, progress.Reports.Count(report => report.Phase == "training"));
        Bits.AreEqual(
            Make(options with { StopsOnValidation = false, EpochCount = 1 }).Fit(Request()).Model.Score(Pool),
            model.Score(Pool),
            "Scores");
    }

    [TestMethod]
    public void StopsOnValidation_Off_MakesNoUseOfTheRows() => Bits.AreEqual(
        Fit(new()).Score(Pool),
        Make(Fast).Fit(new TrainingRequest(Pool, Labels) { Validation = new LabeledRows(Pool, Truth) }).Model.Score(Pool),
        "Scores");

    /// <summary>
    /// What the network says; a row whose layers' sums are beyond single precision scores as rows that no number says anything of
    /// do.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        if (score < float.MaxValue)
        {
            base.RequireExtremeScore(score, model, row);
            return;
        }

        var network = ((RosasModel)model).Network;
        var largest = Enumerable.Range(1, 3).Max(
            count => ReferencePerceptron.Run(network.FirstLayers(count), [.. row.Select(value => (double)value)]).Max(Math.Abs));
        Assert.IsGreaterThan(float.MaxValue / 100, largest, string.Join(", ", row));
    }

    protected override RosasDetector Make(RosasOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row) =>
        ReferencePerceptron.Run(((RosasModel)model).Network, row)[0];
}
