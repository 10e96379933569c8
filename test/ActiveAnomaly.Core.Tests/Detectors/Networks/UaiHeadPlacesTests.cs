using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>A UAI head on every detector that has the option, and what cannot honour it.</summary>
[TestClass]
public sealed class UaiHeadPlacesTests
{
    /// <summary>Nine products summed in single precision, and the logistic function of it, whose slope is at most a quarter.</summary>
    private const double Rounding = 1e-5;

    private const int CodeSize = 8;

    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private static readonly Dictionary<string, Func<UaiHeadOptions?, Detector>> Detectors = new()
    {
        ["one-class"] = head => new DeepSvddDetector(Svdd with { UaiHead = head }),
        ["soft boundary"] = head => new DeepSvddDetector(
            Svdd with { UaiHead = head, Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 }),
        ["Deep SAD"] = head => new DeepSadDetector(
            new DeepSadOptions { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16, UaiHead = head }),
        ["NCE"] = head => new NceDetector(Nce with { UaiHead = head }),
        ["NCE on a soft boundary"] = head => new NceDetector(
            Nce with { UaiHead = head, Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 }),
        ["autoencoder"] = head => new AutoencoderDetector(
            new AutoencoderOptions { Seed = 1, EpochCount = 3, BatchSize = 16, UaiHead = head }),
        ["MLP"] = head => new MlpDetector(new MlpOptions { Seed = 1, EpochCount = 3, BatchSize = 16, UaiHead = head }),
    };

    public static IEnumerable<object[]> Names => Detectors.Keys.Select(name => new object[] { name });

    private static DeepSvddOptions Svdd => new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16 };

    private static NceOptions Nce => new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16 };

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Score_ByHead_IsTheHeadsOutputOfCodeAndScore(string name)
    {
        var byHead = Fit(name, new UaiHeadOptions { ScoreBy = UaiOutput.Head });
        var byScore = Fit(name, new UaiHeadOptions());
        var (codes, scores, found) = (byScore.Encode(Pool.Rows), byScore.Score(Pool.Rows), byHead.Score(Pool.Rows));
        var parameters = byHead.Head!.Parameters.ToArray();
        Assert.HasCount(CodeSize + 2, parameters);
        for (var row = 0; row < found.Length; row++)
        {
            var logit = (parameters[CodeSize] * (double)scores[row]) + parameters[CodeSize + 1];
            for (var k = 0; k < CodeSize; k++)
            {
                logit += parameters[k] * (double)codes[(row * CodeSize) + k];
            }

            Assert.AreEqual(1 / (1 + Math.Exp(-logit)), found[row], Rounding, $"Row {row}.");
        }

        Bits.AreEqual(found, ModelAbilities.QueryScoresOf(byScore, Pool.Rows), "Query scores");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_WithHead_TrainsTheNetworkToo(string name) => Assert.IsFalse(
        Bits.Equal(Fit(name, null).Score(Pool.Rows), Fit(name, new UaiHeadOptions()).Score(Pool.Rows)));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ToBytes_WithHead_ScoresTheSameBitsWhenLoaded(string name)
    {
        var model = Fit(name, new UaiHeadOptions { ScoreBy = UaiOutput.Head, QueryBy = UaiOutput.Score });
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Bits.AreEqual(model.Score(Pool.Rows), loaded.Score(Pool.Rows), "Scores");
        Bits.AreEqual(ModelAbilities.QueryScoresOf(model, Pool.Rows), ModelAbilities.QueryScoresOf(loaded, Pool.Rows), "Query scores");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_Ensemble_QueriesByTheMembersHeads(string name)
    {
        var detector = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 2 },
            (NetworkDetectorOptions)Detectors[name](new UaiHeadOptions()).Options,
            NetworkDetectors.Of);
        var trained = detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5)));
        Assert.IsTrue(trained.QueryScores.ToArray().All(score => score is > 0 and < 1));
    }

    [TestMethod]
    public void Options_OfTheLibrary_HaveTheHeadWhereTheTestsHaveIt() => CollectionAssert.AreEquivalent(
        Detectors.Values.Select(create => create(null).Options.GetType()).Distinct().ToList(),
        typeof(Detector).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetProperty("UaiHead") is not null
            && type.IsAssignableTo(typeof(DetectorOptions))).ToList());

    [TestMethod]
    [DataRow(UaiOutput.Head, UaiOutput.Score)]
    [DataRow(UaiOutput.Score, UaiOutput.Head)]
    public void Constructor_CombinationOfAMemberThatQueriesByAnotherOutput_Throws(UaiOutput queryBy, UaiOutput scoreBy)
    {
        var member = Detectors["MLP"](new UaiHeadOptions { QueryBy = queryBy, ScoreBy = scoreBy });
        var exception = Assert.ThrowsExactly<ArgumentException>(() => new CombinedDetector(member, new CopodDetector()));
        Assert.AreEqual("member", exception.ParamName);
        Assert.Contains($"'MLP' is to query by {queryBy} and to score by {scoreBy}", exception.Message);
    }

    [TestMethod]
    [DataRow(UaiOutput.Head)]
    [DataRow(UaiOutput.Score)]
    public void Fit_CombinationOfAMemberThatQueriesByItsScore_Trains(UaiOutput output)
    {
        var member = Detectors["MLP"](new UaiHeadOptions { QueryBy = output, ScoreBy = output });
        var trained = new CombinedDetector(member, new CopodDetector()).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5)));
        Bits.AreEqual(trained.Scores.Span, trained.QueryScores.Span, "Query scores");
    }

    private static NetworkModel Fit(string name, UaiHeadOptions? head) =>
        (NetworkModel)Detectors[name](head).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5))).Model;
}
