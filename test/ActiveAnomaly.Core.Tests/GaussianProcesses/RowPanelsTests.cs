namespace ActiveAnomaly.GaussianProcesses;

[TestClass]
public sealed class RowPanelsTests
{
    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(16, 1)]
    [DataRow(17, 5)]
    [DataRow(50, 2)]
    public void Take_RowsPutInParts_GivesThemBack(int count, int width)
    {
        var (unit, robust, linear) = (Numbers(count * width, 1), Numbers(count * width, 2), Numbers(count * PriorRanks.LinearCount, 3));
        var panels = new RowPanels(count, width);
        foreach (var (first, end) in ((int, int)[])[(count / 3, count), (0, count / 3)])
        {
            panels.Put(
                first,
                unit.AsSpan(first * width, (end - first) * width),
                robust.AsSpan(first * width, (end - first) * width),
                linear.AsSpan(first * PriorRanks.LinearCount, (end - first) * PriorRanks.LinearCount));
        }

        for (var row = 0; row < count; row++)
        {
            var (u, r, w) = (new float[width], new float[width], new float[PriorRanks.LinearCount]);
            panels.Take(row, u, r, w);
            Assert.AreSequenceEqual(unit[(row * width)..((row + 1) * width)], u);
            Assert.AreSequenceEqual(robust[(row * width)..((row + 1) * width)], r);
            Assert.AreSequenceEqual(linear[(row * PriorRanks.LinearCount)..((row + 1) * PriorRanks.LinearCount)], w);
        }
    }

    [TestMethod]
    public void Unit_SecondPanel_LiesFeatureByFeature()
    {
        // Rows 16 and 17 of two features: 32 33 and 34 35.
        var panels = new RowPanels(18, 2);
        panels.Put(0, [.. Enumerable.Range(0, 36).Select(i => (float)i)], new float[36], new float[18 * PriorRanks.LinearCount]);
        Assert.AreEqual((2, 16, 2), (panels.PanelCount, panels.CountOf(0), panels.CountOf(1)));
        Assert.AreEqual((32f, 34f, 33f, 35f), (panels.Unit(1)[0], panels.Unit(1)[1], panels.Unit(1)[16], panels.Unit(1)[17]));
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }
}
