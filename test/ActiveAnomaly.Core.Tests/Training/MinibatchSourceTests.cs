using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class MinibatchSourceTests
{
    [TestMethod]
    [DataRow(10, 4, 2)]
    [DataRow(12, 4, 3)]
    [DataRow(4, 4, 1)]
    [DataRow(3, 4, 1)]
    [DataRow(1, 4, 1)]
    public void StepCount_AnyCounts_DropsThePartialMinibatchUnlessItIsAllThereIs(int rowCount, int batchSize, int expected) =>
        Assert.AreEqual(expected, new MinibatchSource(rowCount, batchSize, new SeededRandom(1)).StepCount);

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(9, 3)]
    public void StepCount_Limited_IsTheSmallerCount(int largestStepCount, int expected) =>
        Assert.AreEqual(expected, new MinibatchSource(12, 4, new SeededRandom(1), largestStepCount).StepCount);

    [TestMethod]
    public void Constructor_LargestStepCountBelowOne_Throws() =>
        Assert.AreEqual(
            "largestStepCount",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MinibatchSource(12, 4, new SeededRandom(1), 0)).ParamName);

    [TestMethod]
    [DataRow(10, 4, 4)]
    [DataRow(3, 4, 3)]
    public void LargestBatch_AnyCounts_IsTheSmallerOfThem(int rowCount, int batchSize, int expected) =>
        Assert.AreEqual(expected, new MinibatchSource(rowCount, batchSize, new SeededRandom(1)).LargestBatch);

    [TestMethod]
    public void Rows_OfAnEpoch_AreDifferentRowsOfThePool()
    {
        var rows = Epoch(new MinibatchSource(10, 4, new SeededRandom(1)), 0);
        Assert.IsTrue(rows.Length == 8 && rows.Distinct().Count() == 8 && rows.All(row => row is >= 0 and < 10));
    }

    [TestMethod]
    public void Rows_OfTwoEpochs_ComeInDifferentOrders()
    {
        var source = new MinibatchSource(50, 10, new SeededRandom(1));
        Assert.AreNotSequenceEqual(Epoch(source, 0), Epoch(source, 1));
    }

    [TestMethod]
    public void Rows_OfAnEpoch_DependOnSeedAndEpochOnly()
    {
        var source = new MinibatchSource(50, 10, new SeededRandom(1));
        Epoch(source, 0);
        Epoch(source, 1);
        Assert.AreSequenceEqual(Epoch(new MinibatchSource(50, 10, new SeededRandom(1)), 2), Epoch(source, 2));
    }

    [TestMethod]
    public void Rows_OverManyEpochs_LeaveOutEveryRowNowAndThen()
    {
        var source = new MinibatchSource(10, 4, new SeededRandom(1));
        var leftOut = Enumerable.Range(0, 200).SelectMany(epoch => Enumerable.Range(0, 10).Except(Epoch(source, epoch))).Distinct();
        Assert.AreEqual(10, leftOut.Count());
    }

    [TestMethod]
    [DataRow(0, 4)]
    [DataRow(4, 0)]
    public void Constructor_CountBelowOne_Throws(int rowCount, int batchSize) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MinibatchSource(rowCount, batchSize, new SeededRandom(1)));

    private static int[] Epoch(MinibatchSource source, int epoch)
    {
        source.BeginEpoch(epoch);
        return [.. Enumerable.Range(0, source.StepCount!.Value).SelectMany(step => source.Rows(step).ToArray())];
    }
}
