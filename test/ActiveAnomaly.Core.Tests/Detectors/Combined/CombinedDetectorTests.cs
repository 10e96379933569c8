using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Detectors.Combined;

[TestClass]
public sealed class CombinedDetectorTests : DetectorContract<CombinedDetector>
{
    private static readonly string[] MemberNames = ["isolation forest", "COPOD", "neighbour distance"];

    /// <summary>Gets false: the members draw, each by its own seed.</summary>
    protected override bool IsRandom => false;

    [TestMethod]
    public void Fit_EqualWeights_ScoresTheMeanOfTheRanks()
    {
        var (forest, copod) = (Forest(1).Fit(new TrainingRequest(Pool)), new CopodDetector().Fit(new TrainingRequest(Pool)));
        var scores = new CombinedDetector(Forest(1), new CopodDetector()).Fit(new TrainingRequest(Pool)).Scores.ToArray();
        for (var row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual((Rank(forest, row) + Rank(copod, row)) / 2, scores[row], 1e-6);
        }
    }

    [TestMethod]
    public void Fit_LearntWeights_GivesThemToTheMemberThatIsRight()
    {
        // One member scores by the truth, the other by noise.
        var truth = Enumerable.Range(0, 200).Select(row => row % 10 == 3).ToArray();
        var random = new Random(1);
        var pool = FeatureMatrix.FromRows(
            [.. truth.Select(isAbnormal => new[] { isAbnormal ? 1f : 0.1f * random.NextSingle(), random.NextSingle() })]);
        var labels = PoolLabels.None(200).With(Enumerable.Range(0, 40).Select(
            row => KeyValuePair.Create(row, truth[row] ? RowLabel.Abnormal : RowLabel.Normal)));
        var detector = new CombinedDetector(
            new CombinedOptions { Weights = CombinationWeights.Learnt }, new FeatureDetector(0), new FeatureDetector(1));
        Assert.IsTrue(detector.UsesLabels);
        var trained = detector.Fit(new TrainingRequest(pool, labels));
        Assert.IsGreaterThan(0.9f, ((CombinedModel)trained.Model).Weights[0]);
        Assert.AreEqual(1.0, ((CombinedModel)trained.Model).Weights.Sum(), 1e-6);
        Assert.AreEqual(1.0, Ranking.RocAuc(trained.Scores.Span, truth));
        Assert.AreSequenceEqual([0.5f, 0.5f], ((CombinedModel)detector.Fit(new TrainingRequest(pool)).Model).Weights);
    }

    [TestMethod]
    public void Learn_AnyAnswers_LeavesNoDescent()
    {
        // At the minimum of a convex function no small step that keeps w >= 0 goes down; checked on the function itself, in double.
        var random = new Random(5);
        float[][] ranks = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 30).Select(_ => random.NextSingle()).ToArray())];
        var labels = PoolLabels.None(30).With(Enumerable.Range(0, 12).Select(
            row => KeyValuePair.Create(row, row % 3 == 0 ? RowLabel.Abnormal : RowLabel.Normal)));
        var learnt = RankWeights.Learn(ranks, labels);

        // The scale and the offset are not handed out: the best ones for these directions are searched for.
        double Best(double[] direction) => Enumerable.Range(0, 400).Min(i => Enumerable.Range(-60, 121).Min(
            b => Loss(ranks, labels, [.. direction.Select(weight => weight * i / 100.0)], b / 20.0)));
        double[] found = [.. learnt.Select(weight => (double)weight)];
        var least = Best(found);
        for (var from = 0; from < 3; from++)
        {
            for (var to = 0; to < 3; to++)
            {
                if (from != to && found[from] >= 0.05)
                {
                    var other = (double[])found.Clone();
                    (other[from], other[to]) = (other[from] - 0.05, other[to] + 0.05);
                    Assert.IsGreaterThan(least - 1e-4, Best(other));
                }
            }
        }
    }

    [TestMethod]
    public void Spread_OfRows_IsTheWeightedDeviationOfTheRanks()
    {
        var ranks = ScoreCalibration.Learn(EnsembleCombination.RankAverage, [0, 1, 2, 3]);
        var model = new CombinedModel([new LinearModel(1f), new LinearModel(-1f, 3f)], [ranks, ranks], [0.75f, 0.25f]);

        // Row 0: ranks 1/5 and 4/5, mean 0.35, variance 0.75 x 0.0225 + 0.25 x 0.2025.
        Assert.AreEqual((float)Math.Sqrt((0.75 * 0.0225) + (0.25 * 0.2025)), model.Spread(FeatureMatrix.Copy([0], 1))[0], 1e-6f);
        Assert.AreEqual(0.35f, model.Score([0f]), 1e-6f);
    }

    [TestMethod]
    public void Fit_JobCount_ChangesNoBit()
    {
        CombinedDetector Create(int jobs) => new(new CombinedOptions { JobCount = jobs }, Forest(1), Forest(2), new CopodDetector());
        Bits.AreEqual(
            Create(1).Fit(new TrainingRequest(Pool)).Scores.Span, Create(3).Fit(new TrainingRequest(Pool)).Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_MemberThatLearnsFromLabels_GetsThemAndTheStageBefore()
    {
        var detector = new CombinedDetector(
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }), new CopodDetector());
        Assert.IsTrue(detector.UsesLabels);
        var first = detector.Fit(new TrainingRequest(Pool));
        var second = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first.Model });
        Assert.AreEqual(33, ((GaussianProcessModel)((CombinedModel)second.Model).Members[0]).AnswerCount);
        Assert.AreSame(Prior(first), Prior(second));

        static object Prior(TrainedDetector trained) => ((GaussianProcessModel)((CombinedModel)trained.Model).Members[0]).Training!.Pool;
    }

    [TestMethod]
    public void Constructor_WrongMembers_ThrowsSayingWhy()
    {
        Assert.Contains("at least 2", Assert.ThrowsExactly<ArgumentException>(() => new CombinedDetector(Forest(1))).Message);
        Assert.Contains("made of detectors", Assert.ThrowsExactly<ArgumentException>(
            () => new CombinedDetector(Forest(1), new CombinedDetector(Forest(1), Forest(2)))).Message);
        Assert.Contains("learns from labels", Assert.ThrowsExactly<ArgumentException>(() => new CombinedDetector(
            new CombinedOptions { Weights = CombinationWeights.Learnt }, Forest(1), new GaussianProcessDetector())).Message);
        Assert.AreEqual("options.Weights", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new CombinedDetector(new CombinedOptions { Weights = (CombinationWeights)9 }, Forest(1), Forest(2))).ParamName);
        Assert.AreEqual("options.JobCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new CombinedDetector(new CombinedOptions { JobCount = 0 }, Forest(1), Forest(2))).ParamName);
    }

    [TestMethod]
    public void Resume_WithAnotherMember_IsRefusedNamingIt()
    {
        CombinedDetector Create(int treeCount) => new(
            new CombinedOptions { Seed = 1, Weights = CombinationWeights.Learnt },
            new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = treeCount }),
            new CopodDetector(new CopodOptions { Seed = 1 }));
        var session = new ActiveLearningSession(Pool, Create(10), new ThirdsStrategy());
        session.Train();
        Assert.IsNotNull(ActiveLearningSession.Resume(session.Log, Pool, Create(10), new ThirdsStrategy()));
        Assert.Contains("Members", Assert.ThrowsExactly<SessionMismatchException>(
            () => ActiveLearningSession.Resume(session.Log, Pool, Create(11), new ThirdsStrategy())).Message);
    }

    [TestMethod]
    public void FromBytes_DamagedWeights_Throws()
    {
        var model = (CombinedModel)Create(new()).Fit(new TrainingRequest(Pool)).Model;
        var damaged = new CombinedModel([.. model.Members], [.. model.Calibrations], [0.3f, 0.3f, 0.5f]);
        damaged.Complete(model.Origin);
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged)));
        var loaded = (CombinedModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.AreSequenceEqual(MemberNames, loaded.Members.Select(member => member.Name));
    }

    /// <summary>
    /// A combination says what its members do: the mean of the ranks that they give the row. Here a forest and COPOD hardly see one extreme
    /// feature, for whose distance neighbours give the highest rank, 1.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        var combined = (CombinedModel)model;
        var ranks = combined.Members.Select((member, i) => combined.Calibrations[i].Apply(member.Score(row))).ToArray();
        Assert.AreEqual(1f, ranks[^1]);
        Assert.AreEqual(ranks.Select((rank, i) => combined.Weights[i] * (double)rank).Sum(), score, 1e-6);
        Assert.IsGreaterThanOrEqualTo(model.Score(OnTheEdge(row)), score);
    }

    protected override CombinedDetector Create(DetectorSettings settings) => new(
        new CombinedOptions { Seed = settings.Seed, Contamination = settings.Contamination, Threshold = settings.Threshold },
        Forest(7),
        new CopodDetector(),
        new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1 }));

    private static IsolationForestDetector Forest(long seed) => new(new IsolationForestOptions { Seed = seed, TreeCount = 10 });

    /// <summary>The mean rank of a training row, among n + 1 as calibrations have it.</summary>
    private static double Rank(TrainedDetector trained, int row)
    {
        var scores = trained.Scores.ToArray();
        var below = scores.Count(score => score < scores[row]);
        return (below + ((scores.Count(score => score == scores[row]) + 1) / 2.0)) / (scores.Length + 1);
    }

    private static double Loss(float[][] ranks, PoolLabels labels, double[] weights, double offset)
    {
        double Output(int row) => weights.Select((weight, k) => weight * 10 * (ranks[k][row] - 0.5)).Sum() - offset;
        var pull = weights.Sum(weight => (weight - (1.0 / weights.Length)) * (weight - (1.0 / weights.Length)));
        return labels.AbnormalRows.Average(row => Math.Log(1 + Math.Exp(-Output(row))))
            + labels.NormalRows.Average(row => Math.Log(1 + Math.Exp(Output(row))))
            + (pull * weights.Length / labels.LabeledCount);
    }

    /// <summary>Scores a row by one of its features.</summary>
    private sealed class FeatureDetector(int feature) : Detector(new CopodOptions { Seed = 1 })
    {
        public override string Name => $"feature {feature}";

        public override bool UsesLabels => false;

        protected override TrainedDetector Train(TrainingRequest request) =>
            Scored(new FeatureModel(request.Pool.FeatureCount, feature), request);

        private sealed class FeatureModel(int featureCount, int feature) : DetectorModel(featureCount)
        {
            protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
            {
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] = rows[(i * FeatureCount) + feature];
                }
            }
        }
    }
}
