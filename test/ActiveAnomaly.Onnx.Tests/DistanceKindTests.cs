namespace ActiveAnomaly.Onnx;

/// <summary>Models of distances, tails and kernels, on pools whose rows are equal, equally far apart, far from 0 or nearly nothing.</summary>
[TestClass]
public sealed class DistanceKindTests
{
    private const int AnswerCount = 20;

    /// <summary>Pools that distances cannot be learnt from: of too few rows, and too far apart.</summary>
    private static readonly string[] WithoutDistances = ["two rows", "beyond single precision"];

    public static IEnumerable<object[]> Cases =>
        from kind in (string[])["neighbour distance", "iNNE", "COPOD", "Gaussian process", "combined"]
        from pool in GivenPools.Names
        where kind is "iNNE" or "COPOD" or "Gaussian process" || !WithoutDistances.Contains(pool)
        select new object[] { kind, pool };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_OfAPool_AreTheModels(string kind, string pool) =>
        GivenPools.Of(pool, AnswerCount).AssertSameScores(GivenDetectors.Of(kind));
}
