using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>Probabilities from answers. Rows' first feature is their score; p = 1 / (1 + exp(-2 x)) where a truth is drawn.</summary>
[TestClass]
public sealed class CalibrationTests
{
    private const double TrueSlope = 2;

    [TestMethod]
    public void HeldOutScores_ModelThatFollowsItsAnswers_AreThoseWithoutTheAnswer()
    {
        var (calibration, request) = Calibrate(new AnswerPullDetector(), answerCount: 60);
        for (var row = 0; row < request.Pool.RowCount; row++)
        {
            Assert.AreEqual(request.Pool.Row(row)[0], calibration.HeldOutScores.Span[row], 1e-4f, $"row {row}");
        }
    }

    [TestMethod]
    public void HeldOutScores_TrainingsOfOtherScales_AreOnTheScaleOfTheModel()
    {
        // Training i gives i (x + 1): the model is the first, its scores are x + 1.
        var (calibration, request) = Calibrate(new AnswerPullDetector(stretches: true), answerCount: 60);
        for (var row = 0; row < request.Pool.RowCount; row++)
        {
            Assert.AreEqual(request.Pool.Row(row)[0] + 1, calibration.HeldOutScores.Span[row], 1e-3f, $"row {row}");
        }
    }

    [TestMethod]
    public void HeldOutScores_TwinsOfAnAnsweredRow_AreHeldOutWithIt()
    {
        float[] values = [.. Enumerable.Range(0, 40).Select(i => (float)(i / 2))];
        var pool = FeatureMatrix.Copy(values, 1);
        var labels = PoolLabels.None(40).With([new(0, RowLabel.Normal), new(10, RowLabel.Normal), new(30, RowLabel.Abnormal)]);
        var (detector, request) = (new AnswerPullDetector(), new TrainingRequest(pool, labels));
        var calibration = Calibration.Of(detector, request, detector.Fit(request));
        Assert.AreSequenceEqual(values, calibration.HeldOutScores.ToArray().Select(score => MathF.Round(score, 3)));
    }

    [TestMethod]
    [DataRow(2, 2)]
    [DataRow(7, 7)]
    [DataRow(1000, 60)]
    [DataRow(int.MaxValue, 60)]
    public void Of_FoldCount_TrainsSoManyTimes(int foldCount, int expected)
    {
        var detector = new AnswerPullDetector();
        Calibrate(detector, 60, new CalibrationOptions { FoldCount = foldCount });
        Assert.HasCount(expected + 1, detector.Requests);
        Assert.AreEqual(60 * (expected - 1), detector.Requests.Skip(1).Sum(request => request.Labels.LabeledCount));
    }

    [TestMethod]
    public void ProbabilityOf_LogisticTruthAndManyAnswers_IsThatTruth()
    {
        var (calibration, _) = Calibrate(
            new AnswerPullDetector(), 4000, new CalibrationOptions { PriorShare = 0, FoldCount = 2 }, rowCount: 4000);
        var probability = Probability(calibration);
        foreach (var x in (float[])[-1.5f, -1, -0.5f, 0, 0.5f, 1, 1.5f])
        {
            // The standard error of the log odds is about 2 / sqrt(4000 / 4), a twentieth; of p at most a quarter of that.
            Assert.AreEqual(1 / (1 + Math.Exp(-TrueSlope * x)), probability.ProbabilityOf(x), 0.05, $"at {x}");
        }
    }

    [TestMethod]
    public void ProbabilityOf_RisingScores_NeverFallsAndStaysWithinItsRange()
    {
        var probability = Probability(Calibrate(new AnswerPullDetector(), 60).Calibration);
        var before = 0f;
        foreach (var score in (float[])[float.MinValue, -1e6f, .. Enumerable.Range(-300, 600).Select(i => i / 100f), 1e6f, float.MaxValue])
        {
            var p = probability.ProbabilityOf(score);
            Assert.IsTrue(p >= before && p <= 1, $"{p} after {before} at {score}");
            before = p;
        }

        Assert.IsTrue(float.IsNaN(probability.ProbabilityOf(float.NaN)));
    }

    [TestMethod]
    public void ProbabilityOf_AnswersNearTheTopAlone_IsLowWhereNothingWasAsked()
    {
        // The 50 highest of 1000 rows, every other one abnormal, the highest normal: among those, higher scores are no more abnormal.
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 1000).Select(i => i / 1000f)], 1);
        var labels = PoolLabels.None(1000).With(Enumerable.Range(0, 50).Select(
            i => KeyValuePair.Create(999 - i, i % 2 == 1 ? RowLabel.Abnormal : RowLabel.Normal)));
        var (detector, request) = (new AnswerPullDetector(), new TrainingRequest(pool, labels));
        var trained = detector.Fit(request);
        var with = Probability(Calibration.Of(detector, request, trained));
        Assert.IsLessThan(0.1f, with.ProbabilityOf(0.2f));
        Assert.IsGreaterThan(0.3f, with.ProbabilityOf(0.97f));
        var without = Calibration.Of(detector, request, trained, new CalibrationOptions { PriorShare = 0 });
        Assert.IsFalse(without.Model.TryGet<IProbability>(out _));
    }

    [TestMethod]
    [DataRow(4, 20)]
    [DataRow(20, 4)]
    [DataRow(0, 0)]
    public void Of_TooFewOfAKind_GivesNoProbabilityAndSaysSo(int normalCount, int abnormalCount)
    {
        var pool = SyntheticPools.Surface(600);
        var detector = new AnswerPullDetector();
        var request = new TrainingRequest(pool.Rows, pool.Labeled(normalCount, abnormalCount));
        var trained = detector.Fit(request);
        var calibration = Calibration.Of(detector, request, trained);
        Assert.IsFalse(calibration.Model.TryGet<IProbability>(out _));
        Assert.AreSame(trained.Model, calibration.Model);
        Assert.Contains($"{normalCount} normal and {abnormalCount} abnormal", calibration.Warning!);
        Assert.Contains("at least 5 of each kind", calibration.Warning!);
    }

    [TestMethod]
    public void Of_ScoresThatFallWithTheAnswers_GivesNoProbabilityAndSaysSo()
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(i => i / 100f)], 1);
        var labels = PoolLabels.None(100).With(Enumerable.Range(0, 100).Select(
            row => KeyValuePair.Create(row, row < 50 ? RowLabel.Abnormal : RowLabel.Normal)));
        var (detector, request) = (new AnswerPullDetector(), new TrainingRequest(pool, labels));
        var calibration = Calibration.Of(detector, request, detector.Fit(request));
        Assert.IsFalse(calibration.Model.TryGet<IProbability>(out _));
        Assert.Contains("do not score higher", calibration.Warning!);
    }

    [TestMethod]
    public void Of_DetectorWithoutUseForLabels_TrainsNothing()
    {
        var pool = SyntheticPools.Surface(300);
        var detector = new CopodDetector();
        var request = new TrainingRequest(pool.Rows, pool.Labeled(20, 10));
        var trained = detector.Fit(request);
        var calibration = Calibration.Of(detector, request, trained);
        Bits.AreEqual(trained.Scores.Span, calibration.HeldOutScores.Span, "scores");
        Assert.IsTrue(calibration.Model.TryGet<IProbability>(out _), calibration.Warning);
    }

    [TestMethod]
    public void Of_SameSeed_GivesTheSameBits()
    {
        var (one, other) = (Gaussian(), Gaussian());
        Bits.AreEqual(one.HeldOutScores.Span, other.HeldOutScores.Span, "scores");
        foreach (var score in (float[])[-1, 0, 0.3f, 1])
        {
            Assert.AreEqual(Probability(one).ProbabilityOf(score), Probability(other).ProbabilityOf(score));
        }

        static Calibration Gaussian()
        {
            var pool = SyntheticPools.Surface(300);
            var session = new ActiveLearningSession(
                pool.Rows, new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }), new ThirdsStrategy());
            session.Run(row => pool.IsAbnormal[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 5);
            return session.BeginCalibration().Run();
        }
    }

    [TestMethod]
    public void Model_Calibrated_HasTheScoresThresholdAndAbilitiesOfTheTrainedOne()
    {
        var pool = SyntheticPools.Surface(300);
        var detector = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 });
        var request = new TrainingRequest(pool.Rows, pool.Labeled(20, 10));
        var trained = detector.Fit(request);
        var model = Calibration.Of(detector, request, trained).Model;
        Assert.IsInstanceOfType<CalibratedModel>(model);
        Bits.AreEqual(trained.Scores.Span, model.Score(pool.Rows), "scores");
        Assert.AreEqual(trained.Model.Score(pool.Rows.Row(7)), model.Score(pool.Rows.Row(7)));
        Assert.AreEqual(
            (trained.Model.Threshold, trained.Model.Name, trained.Model.Seed, trained.Model.Options),
            (model.Threshold, model.Name, model.Seed, model.Options));
        Assert.IsTrue(model.TryGet<IPosteriorVariance>(out _));
        Assert.IsFalse(model.TryGet<IRadius>(out _));
        Assert.AreEqual(0.25f, Calibration.Of(detector, request, trained).WithThreshold(0.25f).Threshold);
    }

    [TestMethod]
    public void Model_CalibratedBeforeAndTooFewAnswersNow_HasNoProbabilityOfBefore()
    {
        var pool = SyntheticPools.Surface(300);
        var detector = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 });
        var request = new TrainingRequest(pool.Rows, pool.Labeled(20, 10));
        var trained = detector.Fit(request);
        var before = Calibration.Of(detector, request, trained);
        var few = new CalibrationOptions { FewestOfEachKind = 11 };
        Assert.IsTrue(before.Model.TryGet<IProbability>(out _));

        var again = Calibration.Of(detector, request, new TrainedDetector(before.Model, trained.Scores), few);
        Assert.Contains("There is no probability", again.Warning!);
        Assert.IsFalse(again.Model.TryGet<IProbability>(out _));
        Assert.AreSame(trained.Model, again.Model);

        // A threshold of its own stays.
        var other = Calibration.Of(detector, request, new TrainedDetector(before.WithThreshold(0.25f), trained.Scores), few);
        Assert.IsFalse(other.Model.TryGet<IProbability>(out _));
        Assert.AreEqual(0.25f, other.Model.Threshold);
    }

    [TestMethod]
    public void BeginCalibration_ModelThatDoesNotKnowAll_Throws()
    {
        var pool = SyntheticPools.Surface(100);
        var session = new ActiveLearningSession(pool.Rows, new AnswerPullDetector(), new RandomStrategy());
        Assert.Contains("First Train", Assert.ThrowsExactly<InvalidOperationException>(() => session.BeginCalibration()).Message);
        session.Train();
        session.BeginCalibration();
        session.Answer(session.Query(1)[0].RowIndex, RowLabel.Normal);
        Assert.ThrowsExactly<InvalidOperationException>(() => session.BeginCalibration());
    }

    [TestMethod]
    public void Of_OptionOutOfRange_Throws()
    {
        CalibrationOptions[] wrong =
        [
            new() { FoldCount = 1 }, new() { FewestOfEachKind = 1 }, new() { PriorShare = -0.1 }, new() { PriorShare = double.NaN },
            new() { FalseAlarmRate = 0 }, new() { FalseAlarmRate = 1 }, new() { Confidence = 1 }, new() { Confidence = 0 },
        ];
        foreach (var options in wrong)
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Calibrate(new AnswerPullDetector(), 20, options));
        }
    }

    [TestMethod]
    public void Of_FewestOfEachKind_IsMadeUseOf()
    {
        var (calibration, _) = Calibrate(new AnswerPullDetector(), 60, new CalibrationOptions { FewestOfEachKind = 50 });
        Assert.Contains("at least 50", calibration.Warning!);
    }

    private static IProbability Probability(Calibration calibration)
    {
        Assert.IsTrue(calibration.Model.TryGet<IProbability>(out var probability), calibration.Warning);
        return probability;
    }

    /// <summary>Calibrates where the first rows of a pool are answered, each abnormal with its probability.</summary>
    private static (Calibration Calibration, TrainingRequest Request) Calibrate(
        Detector detector, int answerCount, CalibrationOptions? options = null, int rowCount = 400)
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, rowCount).Select(_ => (random.NextSingle() * 4) - 2)];
        var labels = PoolLabels.None(rowCount).With(Enumerable.Range(0, answerCount).Select(row => KeyValuePair.Create(
            row, random.NextDouble() < 1 / (1 + Math.Exp(-TrueSlope * values[row])) ? RowLabel.Abnormal : RowLabel.Normal)));
        var request = new TrainingRequest(FeatureMatrix.Copy(values, 1), labels);
        return (Calibration.Of(detector, request, detector.Fit(request), options), request);
    }
}
