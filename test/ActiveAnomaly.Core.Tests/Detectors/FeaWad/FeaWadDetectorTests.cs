using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.FeaWad;

[TestClass]
public sealed class FeaWadDetectorTests : WeaklySupervisedContract<FeaWadDetector, FeaWadOptions>
{
    protected override FeaWadOptions Fast => new()
    {
        Seed = 1,
        PretrainingEpochCount = 4,
        EpochCount = 6,
        StepCount = 5,
        BatchSize = 32,
        LearningRate = 3e-3,
        CodeSize = 5,
    };

    private FeaWadOptions Small => Fast with { EncoderSizes = [10, 9], DecoderSizes = [8], ScoreSizes = [7, 6] };

    protected override IReadOnlyList<(string Property, FeaWadOptions Before, FeaWadOptions After)> Changes =>
    [
        ("PretrainingEpochCount", Fast, Fast with { PretrainingEpochCount = 3 }),
        ("ReusePretraining", Fast, Fast with { ReusePretraining = true }),
        ("EncoderSizes", Fast, Fast with { EncoderSizes = [10, 8] }),
        ("CodeSize", Fast, Fast with { CodeSize = 6 }),
        ("DecoderSizes", Fast, Fast with { DecoderSizes = [9] }),
        ("ScoreSizes", Fast, Fast with { ScoreSizes = [7, 5] }),
        ("StepCount", Fast, Fast with { StepCount = 6 }),
        ("BatchSize", Fast, Fast with { BatchSize = 30 }),
        ("Margin", Fast with { Margin = 0.4 }, Fast with { Margin = 0.2 }),
    ];

    protected override IReadOnlyList<(string Property, FeaWadOptions Options)> Broken =>
    [
        ("PretrainingEpochCount", Fast with { PretrainingEpochCount = -1 }),
        ("EncoderSizes", Fast with { EncoderSizes = [4, 0] }),
        ("CodeSize", Fast with { CodeSize = 0 }),
        ("DecoderSizes", Fast with { DecoderSizes = [0] }),
        ("ScoreSizes", Fast with { ScoreSizes = [3, -1] }),
        ("StepCount", Fast with { StepCount = 0 }),
        ("BatchSize", Fast with { BatchSize = 1 }),
        ("Margin", Fast with { Margin = 0 }),
        ("Margin", Fast with { Margin = 1e39 }),
    ];

    protected override IReadOnlyList<(string Phase, int EpochCount)> Phases =>
        [("pre-training", Fast.PretrainingEpochCount), ("training", Fast.EpochCount)];

    /// <summary>
    /// Gets few epochs: more learn by heart which rows are unlabelled, of which a fifth are anomalies in the contract's pool.
    /// </summary>
    protected override FeaWadOptions Thorough => new() { PretrainingEpochCount = 60, EpochCount = 2, LearningRate = 1e-3, BatchSize = 64 };

    [TestMethod]
    public void Fit_SizesByDefaultGivenOrNone_MakesTheNetworksOfThem()
    {
        Assert.AreSequenceEqual(["10-10-128-64", "64-128-10", "75-256", "257-32", "33-1"], Shapes(new() { Seed = 1, EpochCount = 0 }));
        Assert.AreSequenceEqual(["10-10-9-5", "5-8-10", "16-7", "8-6", "7-1"], Shapes(Small));
        Assert.AreSequenceEqual(["10-5", "5-10", "16-1"], Shapes(Small with { EncoderSizes = [], DecoderSizes = [], ScoreSizes = [] }));
    }

    [TestMethod]
    public void Fit_NoEpochs_StartsAtRectifiersOfGlorotsNormalDistributionAndBiasesOfZero()
    {
        var model = Model(new() { Seed = 1, EpochCount = 0, PretrainingEpochCount = 0 });
        LayerParameters[] layers = [.. All(model).SelectMany(network => network.Layers)];
        Assert.IsTrue(layers.All(layer => layer.Shape.HasBias && layer.Biases.ToArray().All(bias => bias == 0)));
        Assert.IsTrue(layers.SkipLast(1).All(layer => layer.Shape.Activation == Activation.Relu));
        Assert.AreEqual(Activation.None, layers[^1].Shape.Activation);

        // 128 x 64 and 75 x 256 numbers, cut at two of their deviations: the largest of so many lies close to there.
        foreach (var layer in new[] { model.Encoder.Layers[^1], model.ScoreLayers[0].Layers[0] })
        {
            var deviation = Math.Sqrt(2.0 / (layer.Shape.InputSize + layer.Shape.OutputSize));
            Assert.AreEqual(deviation, Math.Sqrt(layer.Weights.ToArray().Average(weight => (double)weight * weight)), 0.03 * deviation);
            Assert.IsLessThan(2.28 * deviation, layer.Weights.ToArray().Max(Math.Abs));
            Assert.IsGreaterThan(2.2 * deviation, layer.Weights.ToArray().Max(Math.Abs));
        }

        // Each layer's numbers are its own, and not another's at another scale.
        Assert.HasCount(layers.Length, layers.Select(
            layer => Math.Round(layer.Weights[0] * Math.Sqrt((layer.Shape.InputSize + layer.Shape.OutputSize) / 2.0), 4)).Distinct());
    }

    [TestMethod]
    public void Fit_SomeEpochs_MovesEveryLayerOfEveryNetwork()
    {
        var (start, end) = (Model(Fast with { EpochCount = 0 }), Model(Fast));
        foreach (var (before, after) in All(start).Zip(All(end)).SelectMany(pair => pair.First.Layers.Zip(pair.Second.Layers)))
        {
            Assert.IsFalse(Bits.Equal(before.Weights, after.Weights), $"{before.Shape}");
        }
    }

    [TestMethod]
    public void Fit_Trained_PutsLabeledAnomaliesAtTheMarginAndOthersAtZero()
    {
        var scores = Model(new() { Seed = 1, PretrainingEpochCount = 20, LearningRate = 1e-3, BatchSize = 64 }).Score(Pool);
        int[] others = [.. Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] != RowLabel.Abnormal)];
        Assert.IsGreaterThan(4f, Labels.AbnormalRows.Min(row => scores[row]));
        Assert.IsLessThan(1f, others.Select(row => Math.Abs(scores[row])).Order().ElementAt(others.Length / 2));
    }

    [TestMethod]
    public void Fit_RunThatGetsWorse_GivesTheEpochOfTheLowestLossInBothPhases()
    {
        // A learning rate at which the loss jumps; the epochs after the best one change nothing.
        var options = Fast with { LearningRate = 0.05, EpochCount = 12, PretrainingEpochCount = 12 };
        var progress = new ProgressRecorder();
        var model = new FeaWadDetector(options).Fit(Request(progress)).Model;
        int Best(string phase)
        {
            var losses = progress.Reports.Where(report => report.Phase == phase).Select(report => report.Loss).ToList();
            var best = losses.IndexOf(losses.Min());
            Assert.IsLessThan(losses.Count - 1, best, $"The last epoch of {phase} is the best one: the case shows nothing.");
            return best + 1;
        }

        var shorter = options with { EpochCount = Best("training"), PretrainingEpochCount = Best("pre-training") };
        Assert.IsTrue(SameScores(model, new FeaWadDetector(shorter).Fit(Request()).Model));
    }

    [TestMethod]
    public void Fit_Pretrained_ReproducesRowsAsItLearnsTo()
    {
        double Error(int epochs)
        {
            var model = Model(new() { Seed = 1, EpochCount = 0, PretrainingEpochCount = epochs, LearningRate = 1e-3, BatchSize = 64 });
            return Enumerable.Range(0, Pool.RowCount).Average(row => Norm(model, Doubles(row)));
        }

        Assert.IsLessThan(0.5 * Error(0), Error(60));
    }

    [TestMethod]
    public void Fit_OtherRowsLabeledAbnormal_PretrainsOnOtherRows()
    {
        // No epoch after pre-training, so that labels come in through its rows alone.
        var options = Fast with { EpochCount = 0 };
        var other = PoolLabels.None(Pool.RowCount).With([new(2, RowLabel.Abnormal)]);
        Assert.IsFalse(SameScores(
            new FeaWadDetector(options).Fit(Request()).Model, new FeaWadDetector(options).Fit(new TrainingRequest(Pool, other)).Model));
        Assert.IsTrue(SameScores(
            new FeaWadDetector(options with { ReusePretraining = true }).Fit(Request()).Model,
            new FeaWadDetector(options with { ReusePretraining = true, Contamination = 0.1 }).Fit(new TrainingRequest(Pool, other)).Model));
    }

    [TestMethod]
    public void Fit_ReusingPretraining_PretrainsOnceASessionOrCacheWithTheSameBits()
    {
        var cache = new TrainingCache();
        var detector = new FeaWadDetector(Fast with { ReusePretraining = true });
        var first = detector.Fit(new TrainingRequest(Pool, Labels) { Cache = cache }).Model;
        var labels = Labels.With([new(2, RowLabel.Abnormal)]);
        var expected = detector.Fit(new TrainingRequest(Pool, labels) { Stage = 1 }).Model.Score(Pool);
        foreach (var (previous, shared) in ((DetectorModel?, TrainingCache?)[])[(first, null), (null, cache)])
        {
            var progress = new ProgressRecorder();
            var request = new TrainingRequest(Pool, labels) { Stage = 1, Previous = previous, Cache = shared, Progress = progress };
            Bits.AreEqual(expected, detector.Fit(request).Model.Score(Pool), "Scores");
            Assert.AreSequenceEqual(["training"], progress.Reports.Select(report => report.Phase).Distinct());
        }
    }

    [TestMethod]
    public void Fit_NotReusingPretraining_PretrainsAnewForEachStageAndSetOfLabels()
    {
        var cache = new TrainingCache();
        var detector = new FeaWadDetector(Fast);
        var first = detector.Fit(new TrainingRequest(Pool, Labels) { Cache = cache }).Model;
        IEnumerable<string> Phases(PoolLabels labels, int stage)
        {
            var progress = new ProgressRecorder();
            detector.Fit(new TrainingRequest(Pool, labels) { Cache = cache, Stage = stage, Previous = first, Progress = progress });
            return progress.Reports.Select(report => report.Phase).Distinct();
        }

        Assert.AreSequenceEqual(["training"], Phases(Labels, stage: 0));
        Assert.AreSequenceEqual(["pre-training", "training"], Phases(Labels, stage: 1));
        Assert.AreSequenceEqual(["pre-training", "training"], Phases(Labels.With([new(2, RowLabel.Abnormal)]), stage: 0));
    }

    [TestMethod]
    public void Fit_CacheAndPreviousModelOfOtherOptions_PretrainsItsOwn()
    {
        var cache = new TrainingCache();
        var options = Fast with { ReusePretraining = true };
        var first = new FeaWadDetector(options).Fit(new TrainingRequest(Pool, Labels) { Cache = cache }).Model;
        foreach (var other in (FeaWadOptions[])
            [
                options with { PretrainingEpochCount = 3 },
                options with { EncoderSizes = [9, 9] },
                options with { DecoderSizes = [7] },
                options with { CodeSize = 4 },
                options with { StepCount = 4 },
                options with { BatchSize = 30 },
                options with { LearningRate = 1e-3 },
                options with { Seed = 2 },
                options with { ReusePretraining = false },
            ])
        {
            var progress = new ProgressRecorder();
            var request = new TrainingRequest(Pool, Labels) { Cache = cache, Previous = first, Progress = progress };
            var own = new FeaWadDetector(other).Fit(request).Model;
            Assert.AreEqual("pre-training", progress.Reports[0].Phase, $"{other}");
            Assert.IsTrue(SameScores(new FeaWadDetector(other).Fit(Request()).Model, own), $"{other}");
        }
    }

    [TestMethod]
    public void Score_RowThatTheAutoencoderReproducesExactly_HasNoDirectionAndTheReferencesScore()
    {
        // Without weights every row becomes 0: the row of zeros has the residual 0.
        var model = Model(Fast with { EpochCount = 0 });
        var decoder = new NetworkParameters(
            model.Decoder.Shape, [.. model.Decoder.Layers.Select(layer => LayerParameters.Copy(
                layer.Shape, new float[layer.Weights.Length], [], [], new float[layer.Biases.Length]))]);
        var other = new FeaWadModel(model.Encoder, decoder, model.ScoreLayers, "none");
        var row = new float[Pool.FeatureCount];
        Assert.AreEqual(0, Norm(other, new double[row.Length]));
        Assert.AreEqual(ReferenceScore(other, new double[row.Length]), other.Score(row), 1e-6);
    }

    [TestMethod]
    public void TryGet_FeatureRange_IsTheRectifiersWherePretrainingReproducesFeatures()
    {
        Assert.IsTrue(new FeaWadDetector(Fast).TryGet<IFeatureRange>(out var range));
        Assert.AreEqual((0f, float.MaxValue), (range.LowestFeature, range.HighestFeature));
        Assert.IsFalse(new FeaWadDetector(Fast with { PretrainingEpochCount = 0 }).TryGet<IFeatureRange>(out _));
    }

    [TestMethod]
    public void Score_OfAPass_IsTheModels()
    {
        var model = Model(Fast with { EpochCount = 0, PretrainingEpochCount = 0 });
        var random = new SeededRandom(1).Derive("stage", 0).Derive("weights");
        var (encoder, decoder) = FeaWadParts.DrawAutoencoder(Pool.FeatureCount, Fast, random);
        Assert.AreSequenceEqual(
            All(model).Select(network => network.Shape.ToString()),
            FeaWadParts.Of(encoder, decoder, Fast, random).All.Select(part => part.Shape.ToString()));
        Bits.AreEqual(encoder.Layers[0].Weights, model.Encoder.Layers[0].Weights, "Encoder");
        Bits.AreEqual(decoder.Layers[0].Weights, model.Decoder.Layers[0].Weights, "Decoder");
        var pass = new TrainingPass(new FixedRowsSource([0]), Pool.FeatureCount);
        Assert.AreEqual(1, FeaWadParts.Of(encoder, decoder, Fast, random).Score(pass).Size);
    }

    protected override FeaWadDetector Make(FeaWadOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row)
    {
        var network = (FeaWadModel)model;
        var codes = ReferencePerceptron.Run(network.Encoder, row);
        double[] residual = [.. row.Zip(ReferencePerceptron.Run(network.Decoder, codes), (x, made) => x - made)];
        var norm = Norm(network, row);
        double[] values = [.. residual.Select(value => norm < DirectionOperation.SmallestNorm ? 0 : value / norm), .. codes];
        foreach (var layer in network.ScoreLayers)
        {
            values = ReferencePerceptron.Run(layer, [.. values, norm]);
        }

        return values.Single();
    }

    private static double Norm(FeaWadModel model, IReadOnlyList<double> row) => Math.Sqrt(
        row.Zip(ReferencePerceptron.Run(model.Decoder, ReferencePerceptron.Run(model.Encoder, row)), (x, made) => (x - made) * (x - made))
            .Sum());

    private static double[] Doubles(int row) => [.. Pool.Row(row).ToArray().Select(value => (double)value)];

    private static NetworkParameters[] All(FeaWadModel model) => [model.Encoder, model.Decoder, .. model.ScoreLayers];

    private static IEnumerable<string> Shapes(FeaWadOptions options) => All(Model(options)).Select(network => network.Shape.ToString());

    private static FeaWadModel Model(FeaWadOptions options) => (FeaWadModel)new FeaWadDetector(options).Fit(Request()).Model;
}
