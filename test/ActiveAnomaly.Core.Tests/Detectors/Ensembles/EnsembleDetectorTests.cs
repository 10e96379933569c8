using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Detectors.Ensembles;

[TestClass]
public sealed class EnsembleDetectorTests : NetworkDetectorContract<EnsembleDetector>
{
    private static readonly NceOptions Member = new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 32 };

    [TestMethod]
    public void Fit_JobCount_ChangesNoBit()
    {
        var one = Fit(new EnsembleOptions { MemberCount = 4, JobCount = 1 });
        var many = Fit(new EnsembleOptions { MemberCount = 4, JobCount = 4 });
        Assert.IsTrue(one.Score(Pool).AsSpan().SequenceEqual(many.Score(Pool)));
    }

    [TestMethod]
    public void UsesPseudoAbnormalRows_Always_IsThatOfTheMembers()
    {
        var options = new EnsembleOptions { MemberCount = 2 };
        Assert.IsTrue(EnsembleDetector.Create(options, Member, static member => new NceDetector(member)).UsesPseudoAbnormalRows);
        var processes = EnsembleDetector.Create(
            options, new GaussianProcessOptions(), static member => new GaussianProcessDetector(member));
        Assert.IsTrue(processes.UsesLabels);
        Assert.IsFalse(processes.UsesPseudoAbnormalRows);
    }

    [TestMethod]
    public void Fit_Members_HaveSeedsOfTheirOwn() =>
        Assert.HasCount(
            4,
            Fit(new EnsembleOptions { MemberCount = 4 }).Members.Select(member => ((NetworkModel)member).Seed).Distinct().ToList());

    [TestMethod]
    public void Score_ByZAverage_IsTheMeanOfStandardisedScores()
    {
        // Each member's mean and deviation are rounded to Single, and so is the sum: a few units of 2^-24 of scores around 1.
        const double tolerance = 1e-5;
        var model = Fit(new EnsembleOptions { MemberCount = 3, Combination = EnsembleCombination.ZAverage });
        var expected = new double[Pool.RowCount];
        foreach (var member in model.Members)
        {
            var scores = member.Score(Pool);
            var mean = scores.Average(score => (double)score);
            var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
            for (var row = 0; row < expected.Length; row++)
            {
                expected[row] += (scores[row] - mean) / deviation / model.Members.Count;
            }
        }

        var found = model.Score(Pool);
        Assert.IsTrue(expected.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    [TestMethod]
    public void Score_ByRankAverage_IsTheMeanRankOfTrainingRows()
    {
        // Ranks are rounded to Single three times.
        const double tolerance = 1e-6;
        var model = Fit(new EnsembleOptions { MemberCount = 3, Combination = EnsembleCombination.RankAverage });
        var expected = new double[Pool.RowCount];
        foreach (var member in model.Members)
        {
            var scores = member.Score(Pool);
            for (var row = 0; row < expected.Length; row++)
            {
                var below = scores.Count(score => score < scores[row]);
                var ties = scores.Count(score => score == scores[row]);
                expected[row] += (below + ((ties + 1) / 2.0)) / (scores.Length + 1) / model.Members.Count;
            }
        }

        var found = model.Score(Pool);
        Assert.IsTrue(expected.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance));
    }

    [TestMethod]
    [DataRow(EnsembleCombination.ZAverage)]
    [DataRow(EnsembleCombination.RankAverage)]
    public void ToBytes_AndBack_GivesTheSameBits(EnsembleCombination combination)
    {
        var model = Fit(new EnsembleOptions { MemberCount = 3, Combination = combination });
        var loaded = (EnsembleModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.IsTrue(model.Score(Pool).AsSpan().SequenceEqual(loaded.Score(Pool)));
        Assert.AreEqual(model.Threshold, loaded.Threshold);
        Assert.AreEqual(combination, loaded.Combination);
    }

    [TestMethod]
    public void FromBytes_Truncated_Throws()
    {
        var bytes = DetectorModelFormat.ToBytes(Fit(new EnsembleOptions { MemberCount = 2 }));
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(bytes.AsSpan(0, bytes.Length - 100)));
    }

    [TestMethod]
    public void Spread_OfRows_IsPositiveAndFinite()
    {
        var model = Fit(new EnsembleOptions { MemberCount = 3 });
        var spread = model.Spread(Pool);
        Assert.HasCount(Pool.RowCount, spread);
        Assert.IsTrue(spread.All(value => value > 0 && float.IsFinite(value)));
    }

    [TestMethod]
    public void Score_OfOneRow_AllocatesNothing()
    {
        var model = Fit(new EnsembleOptions { MemberCount = 3 });
        Assert.AreEqual(0L, Allocations.Fewest(() => model.Score(Pool.Row(1))));
    }

    [TestMethod]
    public void Fit_Ensemble_RanksAtLeastAsWellAsItsMembersOnAverage()
    {
        var model = Fit(new EnsembleOptions { MemberCount = 5 });
        var mean = model.Members.Average(member => Ranking.RocAuc(member.Score(Pool), Truth));
        Assert.IsGreaterThanOrEqualTo(mean, Ranking.RocAuc(model.Score(Pool), Truth));
    }

    [TestMethod]
    public void Session_OverAnEnsemble_RunsItsStages()
    {
        var ensemble = Create(new EnsembleOptions { MemberCount = 2 });
        var session = new Sessions.ActiveLearningSession(Pool, ensemble, new AdaptiveBoundaryStrategy());
        session.Run(question => Truth[question.RowIndex] ? Sessions.Answer.Abnormal : Sessions.Answer.Normal, stageCount: 2);
        Assert.HasCount(3, session.History);
    }

    [TestMethod]
    public void Create_OneMember_Throws() =>
        Assert.AreEqual(
            "options.MemberCount",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(new EnsembleOptions { MemberCount = 1 })).ParamName);

    [TestMethod]
    public void Create_NoJobs_Throws() =>
        Assert.AreEqual(
            "options.JobCount",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(new EnsembleOptions { JobCount = 0 })).ParamName);

    protected override IReadOnlyList<string> Phases =>
    [
        "member 1 of 2, pre-training", "member 1 of 2, one-class training",
        "member 2 of 2, pre-training", "member 2 of 2, one-class training",
    ];

    protected override EnsembleDetector Create(NetworkDetectorSettings settings) => EnsembleDetector.Create(
        new EnsembleOptions { MemberCount = 2 },
        new NceOptions
        {
            Seed = settings.Seed,
            PretrainingEpochCount = settings.PretrainingEpochCount,
            EpochCount = settings.EpochCount,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            Contamination = settings.Contamination,
            Threshold = settings.Threshold,
        },
        static options => new NceDetector(options));

    private static EnsembleDetector Create(EnsembleOptions options) =>
        EnsembleDetector.Create(options, Member, static member => new NceDetector(member));

    private static EnsembleModel Fit(EnsembleOptions options) =>
        (EnsembleModel)Create(options).Fit(new TrainingRequest(Pool, Labels)).Model;
}
