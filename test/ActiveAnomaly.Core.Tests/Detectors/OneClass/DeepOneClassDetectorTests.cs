using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>The procedure that the one-class methods share.</summary>
[TestClass]
public sealed class DeepOneClassDetectorTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    /// <summary>One linear layer of one input passes the weight on: the centre of x is w times the mean of x.</summary>
    [TestMethod]
    [DataRow(0.5f, 0.5f)]
    [DataRow(-0.5f, -0.5f)]
    [DataRow(0.1f, 0.1f)]
    [DataRow(-0.1f, -0.1f)]
    [DataRow(0.05f, 0.1f)]
    [DataRow(-0.05f, -0.1f)]
    [DataRow(1e-30f, 0.1f)]
    [DataRow(-1e-30f, -0.1f)]
    [DataRow(0f, 0.1f)]
    [DataRow(-0f, 0.1f)]
    public void Center_AnyMean_IsMovedAwayFromZero(float mean, float expected) => Assert.AreEqual(expected, Center([mean, mean], 1f)[0]);

    [TestMethod]
    public void Center_SeveralRows_IsTheMeanOfTheirCodes() => Assert.AreEqual(2f * (1 + 2 + 6) / 3, Center([1, 2, 6], 2f)[0]);

    [TestMethod]
    public void Center_ManyRows_IsTheirMeanInAnyNumberOfBlocks()
    {
        // The sum runs in double precision, so only the last rounding counts.
        float[] values = [.. Enumerable.Range(0, 1000).Select(value => value / 8f)];
        Assert.AreEqual((float)values.Average(value => (double)value), Center(values, 1f)[0]);
    }

    [TestMethod]
    public void Fit_Model_ScoresBySquaredDistanceOfCodesFromTheCenter()
    {
        // Eight squares summed in single precision: relative error at most 8 units in the last place.
        const double tolerance = 1e-6;
        var model = (DeepOneClassModel)new DeepSvddDetector(Quick()).Fit(Request()).Model;
        var codes = model.Encode(Pool.Rows);
        var scores = model.Score(Pool.Rows);
        for (var row = 0; row < scores.Length; row++)
        {
            var expected = model.Center.ToArray().Select((c, k) => Math.Pow((double)codes[(row * model.Center.Length) + k] - c, 2)).Sum();
            Assert.AreEqual(expected, scores[row], tolerance * expected, $"Row {row}.");
        }
    }

    [TestMethod]
    public void Fit_WithACache_PretrainsOnceForRunsThatDifferInLabelsOnly()
    {
        var cache = new TrainingCache();
        string[] Phases(Data.PoolLabels labels, int stage)
        {
            var progress = new ProgressRecorder();
            new DeepSadDetector(new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 1 })
                .Fit(new TrainingRequest(Pool.Rows, labels) { Cache = cache, Stage = stage, Progress = progress });
            return [.. progress.Reports.Select(report => report.Phase).Distinct()];
        }

        Assert.AreSequenceEqual(["pre-training", "one-class training"], Phases(Pool.Labeled(0, 0), stage: 0));
        Assert.AreSequenceEqual(["one-class training"], Phases(Pool.Labeled(3, 3), stage: 0));

        // Every stage is pre-trained anew unless the options say otherwise.
        Assert.AreSequenceEqual(["pre-training", "one-class training"], Phases(Pool.Labeled(3, 3), stage: 1));
    }

    [TestMethod]
    public void Fit_WithACache_GivesTheSameBits()
    {
        var cache = new TrainingCache();
        var request = new TrainingRequest(Pool.Rows, Pool.Labeled(3, 3)) { Cache = cache };
        new DeepSvddDetector(Quick()).Fit(request);
        var nce = new NceDetector(new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3 });
        Bits.AreEqual(nce.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(3, 3))).Scores.Span, nce.Fit(request).Scores.Span, "Scores");
    }

    [TestMethod]
    public void Encode_RowsOfAnotherLength_Throws() => Assert.AreEqual(
        "rows",
        Assert.ThrowsExactly<ArgumentException>(
            () => ((NetworkModel)new DeepSvddDetector(Quick()).Fit(Request()).Model).Encode(FeatureMatrix.Copy([1, 2], 2))).ParamName);

    [TestMethod]
    public void Fit_Model_SaysWhereItComesFrom()
    {
        var model = (DeepOneClassModel)new DeepSvddDetector(Quick()).Fit(new TrainingRequest(Pool.Rows) { Stage = 3 }).Model;
        Assert.AreEqual(("Deep SVDD", 1L, 3), (model.Name, model.Seed, model.Stage));
    }

    [TestMethod]
    public void Fit_SeedNotGiven_RecordsTheDrawnSeed()
    {
        var detector = new DeepSvddDetector(Quick() with { Seed = null });
        Assert.AreEqual(detector.Seed, ((DeepOneClassModel)detector.Fit(Request()).Model).Seed);
    }

    [TestMethod]
    public void Fit_Model_NamesItsEngine() =>
        Assert.StartsWith("Managed (", ((DeepOneClassModel)new DeepSvddDetector(Quick()).Fit(Request()).Model).EngineName);

    [TestMethod]
    public void Fit_DefaultSizes_AreThoseOfTheFeatureCount() =>
        Assert.AreEqual("5-32-16-8", ((DeepOneClassModel)new DeepSvddDetector(Quick()).Fit(Request()).Model).Encoder.Shape.ToString());

    [TestMethod]
    public void Fit_OneClass_HasNoRadius() => Assert.IsNull(Radius(Quick()));

    [TestMethod]
    public void Fit_SoftBoundary_HasARadius() =>
        Assert.IsGreaterThan(0f, Radius(Quick() with { Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 })!.Value);

    [TestMethod]
    public void Fit_SoftBoundaryStillWarmingUp_HasRadiusZero() =>
        Assert.AreEqual(0f, Radius(Quick() with { Boundary = OneClassBoundary.SoftBoundary }));

    [TestMethod]
    public void Fit_PseudoAbnormalRows_ChangeTheModel() => Assert.IsFalse(Bits.Equal(
        Scores(new DeepSvddDetector(Quick()), Request()),
        Scores(new DeepSvddDetector(Quick()), new TrainingRequest(Pool.Rows) { PseudoAbnormalRows = [1, 2, 3] })));

    [TestMethod]
    public void Fit_LabeledRowAsPseudoAbnormal_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => new DeepSvddDetector(Quick()).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(1, 1)) { PseudoAbnormalRows = [0] }).Model);

    [TestMethod]
    public void Fit_NormalLabelsOnly_LeavesDeepSvddAsItIs() => Bits.AreEqual(
        Scores(new DeepSvddDetector(Quick()), Request()),
        Scores(new DeepSvddDetector(Quick()), new TrainingRequest(Pool.Rows, Pool.Labeled(5, 0))),
        "Scores");

    [TestMethod]
    public void Fit_NotRejecting_LabelsLeaveDeepSvddAsItIs()
    {
        var detector = new DeepSvddDetector(Quick() with { RejectAbnormal = false });
        Bits.AreEqual(Scores(detector, Request()), Scores(detector, new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5))), "Scores");
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(5, 0)]
    [DataRow(0, 5)]
    public void Fit_NceWithoutBothKindsOfLabel_IsDeepSvdd(int normalCount, int abnormalCount)
    {
        var request = new TrainingRequest(Pool.Rows, Pool.Labeled(normalCount, abnormalCount));
        var nce = new NceDetector(new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3 });
        Bits.AreEqual(Scores(new DeepSvddDetector(Quick()), request), Scores(nce, request), "Scores");
    }

    [TestMethod]
    public void Fit_NceWithBothKindsOfLabel_IsNotDeepSvdd()
    {
        var request = new TrainingRequest(Pool.Rows, Pool.Labeled(1, 1));
        var nce = new NceDetector(new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3 });
        Assert.IsFalse(Bits.Equal(Scores(new DeepSvddDetector(Quick()), request), Scores(nce, request)));
    }

    [TestMethod]
    public void Fit_DeepSadWithoutLabels_IsDeepSvdd()
    {
        var sad = new DeepSadDetector(new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3 });
        Bits.AreEqual(Scores(new DeepSvddDetector(Quick()), Request()), Scores(sad, Request()), "Scores");
    }

    [TestMethod]
    public void Fit_ReusingPretraining_PretrainsOnlyAtTheFirstStage()
    {
        var detector = new DeepSvddDetector(Quick() with { ReusePretraining = true });
        var first = detector.Fit(Request()).Model;
        var progress = new PhaseRecorder();
        detector.Fit(new TrainingRequest(Pool.Rows) { Stage = 1, Previous = first, Progress = progress });
        Assert.AreSequenceEqual(["one-class training"], progress.Phases.Distinct());
    }

    [TestMethod]
    public void Fit_NotReusingPretraining_PretrainsAtEveryStage()
    {
        var detector = new DeepSvddDetector(Quick());
        var first = detector.Fit(Request()).Model;
        var progress = new PhaseRecorder();
        detector.Fit(new TrainingRequest(Pool.Rows) { Stage = 1, Previous = first, Progress = progress });
        Assert.AreSequenceEqual(["pre-training", "one-class training"], progress.Phases.Distinct());
    }

    [TestMethod]
    public void Fit_ReusingPretrainingWithoutTheModelBefore_GivesTheSameBits()
    {
        // Pre-training depends on the seed alone, so a session that was saved and loaded goes on as if it had not been.
        var detector = new DeepSvddDetector(Quick() with { ReusePretraining = true });
        var reused = Scores(detector, new TrainingRequest(Pool.Rows) { Stage = 1, Previous = detector.Fit(Request()).Model });
        Bits.AreEqual(Scores(detector, new TrainingRequest(Pool.Rows) { Stage = 1 }), reused, "Scores");
    }

    /// <summary>A model before of other settings has pre-trained weights that the detector would not compute itself.</summary>
    [TestMethod]
    public void Fit_ReusingPretrainingAfterAModelOfOtherSettings_PretrainsItself()
    {
        var options = Quick() with { ReusePretraining = true };
        var own = Scores(new DeepSvddDetector(options), new TrainingRequest(Pool.Rows) { Stage = 1 });
        foreach (var other in (DeepSvddOptions[])
            [options with { Seed = 99 }, options with { PretrainingEpochCount = 1 }, options with { BatchSize = 16 }])
        {
            var previous = new DeepSvddDetector(other).Fit(Request()).Model;

            Bits.AreEqual(
                own, Scores(new DeepSvddDetector(options), new TrainingRequest(Pool.Rows) { Stage = 1, Previous = previous }), "Scores");
        }
    }

    [TestMethod]
    public void Fit_NotReusingPretraining_PaysTheModelBeforeNoHeed()
    {
        var detector = new DeepSvddDetector(Quick());
        var after = Scores(detector, new TrainingRequest(Pool.Rows) { Stage = 1, Previous = detector.Fit(Request()).Model });
        Bits.AreEqual(Scores(detector, new TrainingRequest(Pool.Rows) { Stage = 1 }), after, "Scores");
    }

    [TestMethod]
    public void Fit_ReusingPretraining_KeepsTheCenterOfTheFirstStage()
    {
        var detector = new DeepSvddDetector(Quick() with { ReusePretraining = true });
        var first = (DeepOneClassModel)detector.Fit(Request()).Model;
        var second = (DeepOneClassModel)detector.Fit(new TrainingRequest(Pool.Rows) { Stage = 1, Previous = first }).Model;
        Bits.AreEqual(first.Center, second.Center, "Centre");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(6)]
    public void Fit_CancelledByAnyReport_MakesNoFurtherReport(int reportCount)
    {
        using var source = new CancellationTokenSource();
        var progress = new PhaseRecorder(source, reportCount);
        Assert.Throws<OperationCanceledException>(
            () => new DeepSvddDetector(Quick()).Fit(
                new TrainingRequest(Pool.Rows) { Progress = progress, CancellationToken = source.Token }).Model);
        Assert.HasCount(reportCount, progress.Phases);
    }

    [TestMethod]
    public void Score_TrainingRows_AreNotNegative() =>
        Assert.IsTrue(Scores(new DeepSvddDetector(Quick()), Request()).All(score => score >= 0));

    [TestMethod]
    public void Fit_OneEpoch_UsesBatchStatisticsInBothModes() => Bits.AreEqual(
        Scores(new DeepSvddDetector(Quick() with { EpochCount = 1, BatchNorm = BatchNormMode.BatchStatistics }), Request()),
        Scores(new DeepSvddDetector(Quick() with { EpochCount = 1, BatchNorm = BatchNormMode.FrozenAfterFirstEpoch }), Request()),
        "Scores");

    [TestMethod]
    public void Fit_FrozenAfterTheFirstEpoch_KeepsItsRunningStatistics()
    {
        var oneEpoch = (DeepOneClassModel)new DeepSvddDetector(Quick() with { EpochCount = 1 }).Fit(Request()).Model;
        var threeEpochs = (DeepOneClassModel)new DeepSvddDetector(Quick()).Fit(Request()).Model;
        Bits.AreEqual(oneEpoch.Encoder.Layers[1].RunningVariance, threeEpochs.Encoder.Layers[1].RunningVariance, "Running variances");
        Assert.IsFalse(
            Bits.Equal(oneEpoch.Encoder.Layers[1].Weights, threeEpochs.Encoder.Layers[1].Weights),
            "The weights went on training.");
    }

    [TestMethod]
    public void Fit_BatchStatisticsThroughout_GoOnMovingTheRunningOnes()
    {
        DeepOneClassModel Model(int epochCount) => (DeepOneClassModel)new DeepSvddDetector(
            Quick() with { EpochCount = epochCount, BatchNorm = BatchNormMode.BatchStatistics }).Fit(Request()).Model;
        Assert.IsFalse(Bits.Equal(Model(1).Encoder.Layers[1].RunningVariance, Model(3).Encoder.Layers[1].RunningVariance));
    }

    [TestMethod]
    public void Fit_ReusingPretraining_TrainsEveryStageWithShufflesOfItsOwn()
    {
        var detector = new DeepSvddDetector(Quick() with { ReusePretraining = true, BatchSize = 16 });
        var first = detector.Fit(Request()).Model;
        Assert.IsFalse(
            Bits.Equal(first.Score(Pool.Rows), Scores(detector, new TrainingRequest(Pool.Rows) { Stage = 1, Previous = first })));
    }

    [TestMethod]
    public void Fit_HugeLearningRate_SaysWhatToDo() => Assert.Contains(
        "Lower the learning rate",
        Assert.ThrowsExactly<Training.TrainingDivergedException>(
            () => new DeepSvddDetector(Quick() with { LearningRate = 1e37 }).Fit(Request()).Model).Message);

    [TestMethod]
    public void Threshold_ByContamination_IsTheQuantileOfTheTrainingScores()
    {
        // Of 40 scores the 0.8 quantile lies 0.8 * 39 = 31.2 from the first: a fifth of the way from the 32nd to the 33rd.
        var model = new DeepSvddDetector(Quick() with { Contamination = 0.2 }).Fit(Request()).Model;
        double[] ascending = [.. model.Score(Pool.Rows).Select(score => (double)score).Order()];
        Assert.AreEqual((float)((0.8 * ascending[31]) + (0.2 * ascending[32])), model.Threshold, 1e-6f * model.Threshold);
    }

    private static DeepSvddOptions Quick() => new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3 };

    private static TrainingRequest Request() => new(Pool.Rows);

    private static float[] Scores(Detector detector, TrainingRequest request) => detector.Fit(request).Model.Score(Pool.Rows);

    private static float? Radius(DeepSvddOptions options) => ModelAbilities.RadiusOf(new DeepSvddDetector(options).Fit(Request()).Model);

    private static float[] Center(float[] values, float weight)
    {
        var shape = NetworkShape.Encoder(1, [], 1);
        var encoder = new NetworkParameters(shape, [new LayerParameters(shape.Layers[0], [weight], [], [])]);
        return DeepOneClassDetector.Center(encoder, FeatureMatrix.Copy(values, 1), CancellationToken.None);
    }

    private sealed class PhaseRecorder(CancellationTokenSource? cancelled = null, int cancelledAtCount = 0) : IProgress<TrainingProgress>
    {
        public List<string> Phases { get; } = [];

        public void Report(TrainingProgress value)
        {
            Phases.Add(value.Phase);
            if (Phases.Count == cancelledAtCount)
            {
                cancelled?.Cancel();
            }
        }
    }
}
