using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.Mlp;

[TestClass]
public sealed class MlpDetectorTests : NeuralDetectorContract<MlpDetector, MlpOptions>
{
    /// <summary>
    /// The mean area under the ROC curve of three seeds on rows never labelled, of two clusters that labels alone tell apart.
    /// </summary>
    private const double LearnedAuc = 0.9;

    /// <summary>Nine products summed in single precision, and the logistic function of it, whose slope is at most a quarter.</summary>
    private const double Rounding = 1e-5;

    protected override MlpOptions Fast => new() { Seed = 1, EpochCount = 6, BatchSize = 16, LearningRate = 3e-3 };

    protected override IReadOnlyList<(string Property, MlpOptions Before, MlpOptions After)> Changes =>
    [
        ("HiddenSizes", Fast, Fast with { HiddenSizes = [7] }),
        ("CodeSize", Fast, Fast with { CodeSize = 3 }),
        ("BatchSize", Fast, Fast with { BatchSize = 15 }),
        ("LargestStepCount", Fast, Fast with { LargestStepCount = 1 }),
        ("WeightDecay", Fast, Fast with { WeightDecay = 1e-2 }),
        ("WeakNegativeWeight", Fast, Fast with { WeakNegativeWeight = 0.2 }),
        ("WeakNegativeWeight", Fast, Fast with { WeakNegativeWeight = 0 }),
        ("UaiHead", Fast, Fast with { UaiHead = new UaiHeadOptions() }),
    ];

    protected override IReadOnlyList<(string Property, MlpOptions Options)> Broken =>
    [
        ("HiddenSizes", Fast with { HiddenSizes = [4, 0] }),
        ("CodeSize", Fast with { CodeSize = 0 }),
        ("BatchSize", Fast with { BatchSize = 1 }),
        ("LargestStepCount", Fast with { LargestStepCount = 0 }),
        ("WeightDecay", Fast with { WeightDecay = -1e-9 }),
        ("WeakNegativeWeight", Fast with { WeakNegativeWeight = -1e-9 }),
        ("WeakNegativeWeight", Fast with { WeakNegativeWeight = double.NaN }),
        ("WeakNegativeWeight", Fast with { WeakNegativeWeight = 1e39 }),
        ("UaiHead.QueryBy", Fast with { UaiHead = new UaiHeadOptions { QueryBy = (UaiOutput)9 } }),
        ("UaiHead.ScoreBy", Fast with { UaiHead = new UaiHeadOptions { ScoreBy = (UaiOutput)9 } }),
    ];

    private MlpOptions ByHead => Fast with { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } };

    [TestMethod]
    public void Fit_SizesOfHiddenLayersAndCode_TrainsThem()
    {
        Assert.AreEqual("10-32-16-8-1", Model(Fast).Perceptron.Shape.ToString());
        Assert.AreEqual("10-4-1", Model(Fast with { HiddenSizes = [], CodeSize = 4 }).Perceptron.Shape.ToString());
        Assert.AreEqual("10-9-7-5-1", Model(Fast with { HiddenSizes = [9, 7], CodeSize = 5 }).Perceptron.Shape.ToString());
    }

    [TestMethod]
    public void UsesPseudoAbnormalRows_AnyOptions_IsFalse() => Assert.IsFalse(Make(ByHead).UsesPseudoAbnormalRows);

    [TestMethod]
    public void Fit_OtherSeedOrStage_DrawsAnotherHead()
    {
        var untrained = ByHead with { EpochCount = 0 };
        var (first, second) = (Model(untrained), Model(untrained with { Seed = 2 }));
        var later = (MlpModel)Make(untrained).Fit(new TrainingRequest(Pool, Labels) { Stage = 1 }).Model;
        Assert.IsFalse(first.Head!.Parameters.SequenceEqual(second.Head!.Parameters));
        Assert.IsFalse(first.Head.Parameters.SequenceEqual(later.Head!.Parameters));
    }

    [TestMethod]
    public void Encode_Pool_IsWhatTheLastLayerReads()
    {
        var model = Model(Fast);
        var (codes, scores, last) = (model.Encode(Pool), model.Score(Pool), model.Perceptron.Layers[^1]);
        for (var row = 0; row < scores.Length; row++)
        {
            var expected = (double)last.Biases[0];
            for (var k = 0; k < 8; k++)
            {
                expected += last.Weights[k] * (double)codes[(row * 8) + k];
            }

            Assert.AreEqual(expected, scores[row], Rounding, $"Row {row}.");
        }

        Assert.IsTrue(codes.All(value => value >= 0));
    }

    [TestMethod]
    public void Fit_NoRowLabeledAbnormal_GivesTheForestOfTheSeedAtEveryStage()
    {
        var first = Make(Fast).Fit(new TrainingRequest(Pool)).Model;
        var second = Make(ByHead).Fit(new TrainingRequest(Pool, Only(RowLabel.Normal)) { Stage = 2 }).Model;
        Assert.IsInstanceOfType<IsolationForestModel>(first);
        Bits.AreEqual(first.Score(Pool), second.Score(Pool), "Scores");
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(second));
        Bits.AreEqual(first.Score(Pool), loaded.Score(Pool), "Scores, saved and loaded");
        Assert.AreEqual(second.Options, loaded.Options);
        Assert.IsGreaterThan(0.6, Ranking.RocAuc(first.Score(Pool), Truth));
    }

    [TestMethod]
    public void Fit_NoOtherRowsThanAnomalies_GivesTheSameForest()
    {
        var forest = Make(Fast).Fit(new TrainingRequest(Pool)).Model.Score(Pool);
        var all = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Abnormal, Pool.RowCount)]);
        Bits.AreEqual(forest, Make(Fast).Fit(new TrainingRequest(Pool, all)).Model.Score(Pool), "All abnormal");
        var without = Fast with { WeakNegativeWeight = 0 };
        Bits.AreEqual(
            forest, Make(without).Fit(new TrainingRequest(Pool, Only(RowLabel.Abnormal))).Model.Score(Pool), "No weak negatives");
    }

    [TestMethod]
    public void Fit_AnomaliesAndUnlabeledRows_TrainsOnWeakNegatives() =>
        Assert.IsInstanceOfType<MlpModel>(Make(Fast).Fit(new TrainingRequest(Pool, Only(RowLabel.Abnormal))).Model);

    [TestMethod]
    public void Fit_AllRowsLabeled_TrainsOnThem()
    {
        var labels = PoolLabels.Copy([.. Truth.Select(isAbnormal => isAbnormal ? RowLabel.Abnormal : RowLabel.Normal)]);
        Assert.IsInstanceOfType<MlpModel>(Make(Fast).Fit(new TrainingRequest(Pool, labels)).Model);
    }

    [TestMethod]
    public void Fit_OneRowOfEachLabelAndNoWeakNegatives_TrainsOnThem() => Assert.IsInstanceOfType<MlpModel>(
        Make(Fast with { WeakNegativeWeight = 0 })
            .Fit(new TrainingRequest(Pool, PoolLabels.None(Pool.RowCount).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)])))
            .Model);

    [TestMethod]
    [DataRow(0.5, 0)]
    [DataRow(MlpOptions.Defaults.WeakNegativeWeight, 0.02)]
    public void Fit_SomeSteps_MovesTheNumbersAsInDouble(double weakNegativeWeight, double weightDecay)
    {
        // An abnormal row, a normal one, and three that are not labelled: all of them are the one minibatch of an epoch.
        var rows = FeatureMatrix.Copy([0.9f, 0.2f, 0.6f, 0.1f, 0.7f, 0.3f, 0.5f, 0.5f, 0.1f, 0.3f, 0.8f, 0.9f, 0.2f, 0.4f, 0.6f], 3);
        var request = new TrainingRequest(rows, PoolLabels.None(5).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)]));
        var options = new MlpOptions
        {
            Seed = 1,
            EpochCount = 5,
            BatchSize = 5,
            LearningRate = 1e-2,
            HiddenSizes = [4],
            CodeSize = 3,
            WeakNegativeWeight = weakNegativeWeight,
            WeightDecay = weightDecay,
        };
        var start = ((MlpModel)Make(options with { EpochCount = 0 }).Fit(request).Model).Perceptron;
        var numbers = ReferencePerceptron.Numbers(start);
        var optimizer = ReferenceOptimizer.Adam(1e-2, weightDecay: weightDecay);
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step(numbers, at =>
                ((Loss(-Logit(at, 0)) + Loss(Logit(at, 1))) / 2)
                + (weakNegativeWeight * (Loss(Logit(at, 2)) + Loss(Logit(at, 3)) + Loss(Logit(at, 4))) / 3));
        }

        var actual = ReferencePerceptron.Numbers(((MlpModel)Make(options).Fit(request).Model).Perceptron);
        Doubles.AreClose(numbers, actual, Rounding);

        double Logit(double[] at, int row) =>
            ReferencePerceptron.Run(start.Shape, at, [.. rows.Row(row).ToArray().Select(value => (double)value)])[0];

        static double Loss(double logit) => Math.Log(1 + Math.Exp(logit));
    }

    [TestMethod]
    public void Fit_RowsLabeledNormal_CountMoreThanUnlabeledOnes() => Assert.IsFalse(Bits.Equal(
        Fit(new()).Score(Pool), Make(Fast).Fit(new TrainingRequest(Pool, Only(RowLabel.Abnormal))).Model.Score(Pool)));

    [TestMethod]
    public void Fit_UnlabeledRowsWithoutWeight_AreLeftOut()
    {
        var options = Fast with { WeakNegativeWeight = 0 };
        var values = Pool.Values.ToArray();
        var others = Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] == RowLabel.Unlabeled);
        foreach (var row in others)
        {
            values.AsSpan(row * Pool.FeatureCount, Pool.FeatureCount).Fill(0.25f + (0.01f * row));
        }

        var moved = Make(options).Fit(new TrainingRequest(FeatureMatrix.Copy(values, Pool.FeatureCount), Labels)).Model;
        Bits.AreEqual(Make(options).Fit(Request()).Model.Score(Pool), moved.Score(Pool), "Scores");
    }

    [TestMethod]
    [DataRow(RowLabel.Abnormal)]
    [DataRow(RowLabel.Normal)]
    public void Fit_TwinOfALabeledRow_CountsAsLabeledToo(RowLabel label)
    {
        var rows = FeatureMatrix.Copy([1, 0, 0, 1, 0, 0, 0.2f, 0.6f, 0.9f, 0.1f, 0.1f, 0.3f], 3);
        var labels = PoolLabels.None(4).With([new(0, label), new(2, Other(label))]);
        var twins = labels.With([new(1, label)]);
        var counted = Make(Fast).Fit(new TrainingRequest(rows, labels)).Model.Score(rows);
        Bits.AreEqual(Make(Fast).Fit(new TrainingRequest(rows, twins)).Model.Score(rows), counted, "Scores");
        Assert.IsFalse(Bits.Equal(
            counted, Make(Fast).Fit(new TrainingRequest(rows, labels) { LabelsCountForTwins = false }).Model.Score(rows)));
    }

    [TestMethod]
    public void Fit_TwinsOfAnomaliesOnly_AreNoRowsToTellThemFrom()
    {
        var rows = FeatureMatrix.Copy([1, 0, 0, 1, 0, 0], 3);
        var labels = PoolLabels.None(2).With([new(0, RowLabel.Abnormal)]);
        Assert.IsInstanceOfType<IsolationForestModel>(Make(Fast).Fit(new TrainingRequest(rows, labels)).Model);
    }

    [TestMethod]
    [DataRow(false, 15)]
    [DataRow(true, 15)]
    [DataRow(false, 0)]
    public void Fit_Labels_RanksRowsNeverLabeledByThem(bool byHead, int normalCount)
    {
        var pool = SyntheticPools.Clusters();
        var labels = pool.Labeled(normalCount, 15);
        int[] rows = [.. Enumerable.Range(0, pool.RowCount).Where(row => labels[row] == RowLabel.Unlabeled)];
        bool[] truth = [.. rows.Select(row => pool.IsAbnormal[row])];
        var options = new MlpOptions { UaiHead = byHead ? new UaiHeadOptions { ScoreBy = UaiOutput.Head } : null };
        var auc = new long[] { 1, 2, 3 }.Average(seed => Ranking.RocAuc(
            Make(options with { Seed = seed }).Fit(new TrainingRequest(pool.Rows, labels)).Model.Score(pool.Rows.Select(rows)), truth));
        Assert.IsGreaterThan(LearnedAuc, auc);
    }

    [TestMethod]
    public void Score_ByHead_IsTheHeadsOutputOfCodeAndLogit()
    {
        var byHead = Model(ByHead);
        var byScore = Model(Fast with { UaiHead = new UaiHeadOptions() });
        var (codes, scores, found) = (byScore.Encode(Pool), byScore.Score(Pool), byHead.Score(Pool));
        var parameters = byHead.Head!.Parameters.ToArray();
        for (var row = 0; row < found.Length; row++)
        {
            var logit = (parameters[8] * (double)scores[row]) + parameters[9];
            for (var k = 0; k < 8; k++)
            {
                logit += parameters[k] * (double)codes[(row * 8) + k];
            }

            Assert.AreEqual(1 / (1 + Math.Exp(-logit)), found[row], Rounding, $"Row {row}.");
        }

        Bits.AreEqual(found, ModelAbilities.QueryScoresOf(byScore, Pool), "Query scores");
    }

    [TestMethod]
    public void Fit_HeadWithoutRowsLabeledNormal_KeepsNoHead() =>
        Assert.IsNull(((MlpModel)Make(ByHead).Fit(new TrainingRequest(Pool, Only(RowLabel.Abnormal))).Model).Head);

    [TestMethod]
    public void ToBytes_ModelThatScoresByItsHead_ScoresTheSameBitsWhenLoaded()
    {
        var model = Model(ByHead);
        var loaded = (MlpModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Bits.AreEqual(model.Score(Pool), loaded.Score(Pool), "Scores");
        Bits.AreEqual(model.Head!.Parameters.ToArray(), loaded.Head!.Parameters.ToArray(), "Head");
        Assert.AreEqual(model.EngineName, loaded.EngineName);
    }

    protected override MlpDetector Make(MlpOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row) =>
        ReferencePerceptron.Run(((MlpModel)model).Perceptron, row)[0];

    /// <summary>
    /// A hidden unit's sum may be beyond single precision where the output is not; such a row has the largest score.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        if (score < float.MaxValue || !IsBeyondNumbers(((MlpModel)model).Perceptron, row))
        {
            base.RequireExtremeScore(score, model, row);
        }
    }

    /// <summary>Whether the products that a unit of the first layer sums make up more than single precision holds.</summary>
    private static bool IsBeyondNumbers(NetworkParameters network, float[] row)
    {
        var weights = network.Layers[0].Weights;
        for (var unit = 0; unit < weights.Length / row.Length; unit++)
        {
            var sum = 0.0;
            for (var k = 0; k < row.Length; k++)
            {
                sum += Math.Abs(weights[(unit * row.Length) + k] * (double)row[k]);
            }

            if (sum > float.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    private static MlpModel Model(MlpOptions options) => (MlpModel)new MlpDetector(options).Fit(Request()).Model;

    private static RowLabel Other(RowLabel label) => label == RowLabel.Normal ? RowLabel.Abnormal : RowLabel.Normal;

    private static PoolLabels Only(RowLabel label) => PoolLabels.None(Pool.RowCount).With(
        (label == RowLabel.Normal ? Labels.NormalRows : Labels.AbnormalRows).Select(row => KeyValuePair.Create(row, label)));
}
