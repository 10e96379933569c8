namespace ActiveAnomaly.Evaluations;

/// <summary>Beside what NumPy gives.</summary>
[TestClass]
public sealed class NumpyRandomTests
{
    [TestMethod]
    public void Permutation_OfTen_IsNumpys() =>
        Assert.AreSequenceEqual([6, 7, 2, 3, 9, 8, 0, 1, 5, 4], new NumpyRandom(2021).Permutation(10));

    [TestMethod]
    public void Permutation_OfMoreThanTheStateHolds_IsNumpys() =>
        Assert.AreSequenceEqual([297, 333, 920, 284, 736, 231, 573, 590], new NumpyRandom(2021).Permutation(1000)[..8]);
}
