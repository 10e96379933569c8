using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors;

/// <summary>The rules of options, and of what detectors are handed, at their boundaries.</summary>
[TestClass]
public sealed class UnsupervisedOptionsTests
{
    [TestMethod]
    public void Constructor_ContaminationOutOfRange_ThrowsForEveryMethod()
    {
        Func<double, Detector>[] methods =
        [
            contamination => new IsolationForestDetector(new IsolationForestOptions { Contamination = contamination }),
            contamination => new InneDetector(new InneOptions { Contamination = contamination }),
            contamination => new NeighborDistanceDetector(new NeighborDistanceOptions { Contamination = contamination }),
            contamination => new CopodDetector(new CopodOptions { Contamination = contamination }),
            contamination => new GaussianProcessDetector(new GaussianProcessOptions { Contamination = contamination }),
        ];
        foreach (var method in methods)
        {
            Assert.AreEqual(
                "options.Contamination", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => method(1.1)).ParamName);
            Assert.AreEqual(1.0, method(1).Options.Contamination);
        }
    }

    [TestMethod]
    public void Constructor_ValuesAtTheEndsOfTheirRanges_AreTaken()
    {
        Assert.IsNotNull(new IsolationForestDetector(new IsolationForestOptions { TreeCount = 100_000, SampleSize = 1000 }));
        Assert.IsNotNull(new IsolationForestDetector(new IsolationForestOptions { TreeCount = 1, SampleSize = 1 }));
        Assert.IsNotNull(new InneDetector(new InneOptions { RoundCount = 100_000, SampleSize = 100 }));
        Assert.IsNotNull(new InneDetector(new InneOptions { RoundCount = 1, SampleSize = 2 }));
        Assert.IsNotNull(new NeighborDistanceDetector(new NeighborDistanceOptions { NeighborCount = 1000, MostReferenceRows = 2 }));
        Assert.IsNotNull(new NeighborDistanceDetector(new NeighborDistanceOptions { NeighborCount = 1 }));
        Assert.IsNotNull(new GaussianProcessDetector(new GaussianProcessOptions { Noise = 0.01, ColumnBudget = 0 }));
        Assert.IsNotNull(new GaussianProcessDetector(new GaussianProcessOptions { Noise = 10 }));
    }

    [TestMethod]
    public void Constructor_MoreRowsThanAForestMayHave_SaysHowManyTreesItMay() => Assert.Contains(
        "99900 with 1001 rows",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new IsolationForestDetector(new IsolationForestOptions { TreeCount = 100_000, SampleSize = 1001 })).Message);

    [TestMethod]
    public void Constructor_MoreSpheresThanThereMayBe_SaysHowManyRoundsThereMay() => Assert.Contains(
        "99009 with 101 spheres",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new InneDetector(new InneOptions { RoundCount = 100_000, SampleSize = 101 })).Message);

    [TestMethod]
    public void UsesLabels_DeepSvdd_DoesWhereItRejectsOrHasAHead()
    {
        Assert.IsTrue(new DeepSvddDetector(new DeepSvddOptions()).UsesLabels);
        Assert.IsFalse(new DeepSvddDetector(new DeepSvddOptions { RejectAbnormal = false }).UsesLabels);
        Assert.IsTrue(new DeepSvddDetector(new DeepSvddOptions { RejectAbnormal = false, UaiHead = new() }).UsesLabels);
    }

    [TestMethod]
    public void TrainingRequest_LabelsOfAnotherNumberOfRows_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => new TrainingRequest(FeatureMatrix.Copy([1, 2], 1), PoolLabels.None(3)));

    [TestMethod]
    public void TrainedDetector_AnotherNumberOfQueryScores_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => new TrainedDetector(new LinearModel(1f), new float[2], new float[3]));

    [TestMethod]
    public void EnsembleCreate_OfEnsembles_Throws() => Assert.ThrowsExactly<ArgumentException>(() => EnsembleDetector.Create(
        new EnsembleOptions(),
        new IsolationForestOptions(),
        member => EnsembleDetector.Create(new EnsembleOptions(), member, inner => new IsolationForestDetector(inner))));

    [TestMethod]
    public void EnsembleCreate_UnknownCombination_Throws() => Assert.AreEqual(
        "options.Combination",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => EnsembleDetector.Create(
            new EnsembleOptions { Combination = (EnsembleCombination)7 },
            new IsolationForestOptions(),
            member => new IsolationForestDetector(member))).ParamName);

    [TestMethod]
    public void EnsembleName_RankAverage_SaysSo() => Assert.AreEqual(
        "isolation forest x 2 (RankAverage)",
        EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 2, Combination = EnsembleCombination.RankAverage },
            new IsolationForestOptions(),
            member => new IsolationForestDetector(member)).Name);
}
