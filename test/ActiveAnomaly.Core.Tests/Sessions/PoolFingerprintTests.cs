using ActiveAnomaly.Data;

namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class PoolFingerprintTests
{
    [TestMethod]
    public void Of_EqualRows_IsEqual() => Assert.AreEqual(Of([1, 2, 3, 4], 2, ["a", "b"]), Of([1, 2, 3, 4], 2, ["a", "b"]));

    [TestMethod]
    public void Of_AnythingElse_Differs()
    {
        string[] fingerprints =
        [
            Of([1, 2, 3, 4], 2), Of([1, 2, 3, 5], 2), Of([3, 4, 1, 2], 2), Of([1, 2, 3, 4], 1), Of([1, 2, 3, 4], 4),
            Of([1, 2, 3, 4], 2, ["a", "b"]),
            Of([1, 2, 3, 4], 2, ["a", "c"]), Of([0, 2, 3, 4], 2), Of([-0f, 2, 3, 4], 2),
        ];
        Assert.HasCount(fingerprints.Length, fingerprints.Distinct().ToList());
    }

    /// <summary>Logs on other machines hold it: recorded once, of two int32 (1, 1) and the float 1, by sha256sum.</summary>
    [TestMethod]
    public void Of_OneNumber_IsTheRecordedOne() => Assert.AreEqual(Recorded, Of([1], 1));

    private const string Recorded = "855435518218ac73320e9c9cb6a82695a4364f0f29871d1cacacfae69f59b7a7";

    private static string Of(float[] values, int featureCount, string[]? names = null) =>
        PoolFingerprint.Of(FeatureMatrix.Copy(values, featureCount, names));
}
