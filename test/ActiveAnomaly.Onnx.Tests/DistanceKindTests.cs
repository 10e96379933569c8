using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Onnx;

/// <summary>
/// Models of distances, tails, kernels and random networks, on pools whose rows are equal, equally far apart, far from 0 or nearly nothing.
/// </summary>
[TestClass]
public sealed class DistanceKindTests
{
    private const int AnswerCount = 20;

    /// <summary>Pools that distances cannot be learnt from: of too few rows, and too far apart.</summary>
    private static readonly string[] WithoutDistances = ["two rows", "beyond single precision"];

    /// <summary>
    /// Pools on which combinations are compared: of ranks that are all different, equal, and more than are kept. The other pools are for
    /// their members, which go through them all.
    /// </summary>
    private static readonly string[] OfRanks = ["numbers", "a grid", "equal rows", "scales", "many rows"];

    /// <summary>Gets the kinds, which go through every operator set here.</summary>
    internal static string[] Kinds { get; } =
    [
        "neighbour distance", "iNNE", "COPOD", "Gaussian process", "combined", "combined, learnt weights", "XGBOD", "deep isolation forest",
    ];

    public static IEnumerable<object[]> Cases =>
        from kind in Kinds
        from pool in GivenPools.Names
        where kind switch
        {
            "combined" or "combined, learnt weights" => OfRanks.Contains(pool),
            "neighbour distance" => !WithoutDistances.Contains(pool),
            _ => true,
        }
        select new object[] { kind, pool };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_OfAPool_AreTheModels(string kind, string pool) =>
        GivenPools.Of(pool, AnswerCount).AssertSameScores(GivenDetectors.Of(kind));

    public static IEnumerable<object[]> OperatorSets =>
        from kind in Kinds from version in (int[])[12, 13, 18, 21] select new object[] { kind, version };

    [TestMethod]
    [DynamicData(nameof(OperatorSets))]
    public void Scores_OfAnyOperatorSet_AreTheModels(string kind, int version)
    {
        var model = GivenModels.OfNumbers(kind);
        var rows = FeatureMatrix.FromRows(GivenModels.Numbers.Scored[^90..]);
        var options = new OnnxExportOptions { OperatorSetVersion = version };
        ModelKindTests.AssertSame(model, model.Score(rows), OnnxScores.Of(model, rows.Values, options));
    }

    public static IEnumerable<object[]> KindsAlone => Kinds.Select(kind => new object[] { kind });

    /// <summary>Ranks change by a whole row with the last bit: within a tolerance is not enough for what is ranked.</summary>
    [TestMethod]
    [DynamicData(nameof(KindsAlone))]
    public void Scores_OfIonosphere_HaveTheModelsBits(string kind)
    {
        var request = DataSets.Read(DataSets.Shipped);
        CollectionAssert.AreEqual(GivenModels.Of(kind).Score(request.Pool), GivenModels.Scores(kind, request.Pool.Values).Scores);
    }

    [TestMethod]
    [DynamicData(nameof(KindsAlone))]
    public void ToBytes_OfALoadedModel_AreThoseOfTheModel(string kind)
    {
        var model = GivenModels.OfNumbers(kind);
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        CollectionAssert.AreEqual(OnnxExport.ToBytes(model), OnnxExport.ToBytes(loaded));
    }
}
