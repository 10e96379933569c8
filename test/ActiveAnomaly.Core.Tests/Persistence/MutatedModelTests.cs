namespace ActiveAnomaly.Persistence;

/// <summary>Files that others made. A command runs a million of these (docs/model-format.md).</summary>
[TestClass]
public sealed class MutatedModelTests
{
    [TestMethod]
    public void FromBytes_TenThousandDamagedFiles_RefusesOrScoresFiniteNumbers()
    {
        var models = new MutatedModels(seed: 1, ReleasedFormatTests.Names.Select(name => ModelFile.Fixture((string)name[0])));
        for (var i = 0; i < 10_000; i++)
        {
            models.Next();
        }

        // Both ends are reached, so that the test tests both.
        Assert.IsGreaterThan(500, models.LoadedCount);
        Assert.IsGreaterThan(2_000, models.RefusedCount);
    }
}
