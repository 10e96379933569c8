using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class MixOperationTests
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void BeginBatch_AnyRowCount_GivesSharesOfOneAndPermutations(int mixedRowCount)
    {
        var pass = new TrainingPass(new FixedRowsSource([0]), 1);
        var mix = pass.Mix(pass.Inputs, 0.5, new SeededRandom(1), mixedRowCount);
        mix.Prepare(40);
        mix.BeginEpoch(0);
        mix.BeginBatch(40);
        for (var row = 0; row < 40; row++)
        {
            Assert.AreEqual(1, Enumerable.Range(0, mixedRowCount).Sum(member => (double)mix.WeightsOf(member)[row]), 1e-6, $"Row {row}");
        }

        int[] all = [.. Enumerable.Range(0, 40)];
        Assert.AreSequenceEqual(all, mix.PlacesOf(0).ToArray());
        Assert.IsTrue(Enumerable.Range(0, mixedRowCount).All(member => mix.PlacesOf(member).ToArray().Order().SequenceEqual(all)));
        Assert.HasCount(mixedRowCount, Enumerable.Range(0, mixedRowCount).Select(member => mix.PlacesOf(member)[7]).Distinct());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pass.Mix(pass.Inputs, 0.5, new SeededRandom(1), 1));
    }
}
