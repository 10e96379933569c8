using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class EpochChoiceTests
{
    [TestMethod]
    [DataRow(new[] { 1.0, 3, 2 }, null, 0.0, 1, 3)]
    [DataRow(new[] { 3.0, 3, 3 }, null, 0.0, 0, 3)]
    [DataRow(new[] { 1.0, 2, 2, 2, 5 }, 2, 0.0, 1, 4)]
    [DataRow(new[] { 1.0, 2, 2, 3, 3, 4 }, 2, 0.0, 5, 6)]
    [DataRow(new[] { 1.0, 0, 5 }, 1, 0.0, 0, 2)]
    [DataRow(new[] { 1.0, 1.5, 2.25, 2.5 }, null, 0.75, 2, 4)]
    [DataRow(new[] { 1.0, 1.5, 1.75, 1.75 }, 2, 0.75, 0, 3)]
    [DataRow(new[] { double.NegativeInfinity, double.NegativeInfinity, 1 }, null, 0.0, 2, 3)]
    public void Continues_Values_KeepsTheFirstHighestAndEndsAfterThePatience(
        double[] values, int? patience, double smallestRise, int expectedEpoch, int expectedCount)
    {
        var choice = new EpochChoice(new EpochSelection(state => values[state.EpochIndex], patience) { SmallestRise = smallestRise });
        Dictionary<NetworkPart, NetworkParameters>[] ofEpochs = [.. values.Select(_ => new Dictionary<NetworkPart, NetworkParameters>())];
        var count = 0;
        while (count < values.Length && choice.Continues(State(count, 0), () => ofEpochs[count]))
        {
            count++;
        }

        Assert.AreEqual(Math.Min(expectedCount, values.Length), Math.Min(count + 1, values.Length));
        Assert.AreSame(ofEpochs[expectedEpoch], choice.Parameters);
    }

    [TestMethod]
    public void Continues_LowestLoss_KeepsThatEpoch()
    {
        var choice = new EpochChoice(EpochSelection.LowestLoss);
        var (first, second) = (new Dictionary<NetworkPart, NetworkParameters>(), new Dictionary<NetworkPart, NetworkParameters>());
        Assert.IsTrue(choice.Continues(State(0, 2.0), () => first));
        Assert.IsTrue(choice.Continues(State(1, 1.0), () => second));
        Assert.IsTrue(choice.Continues(State(2, 1.5), () => first));
        Assert.AreSame(second, choice.Parameters);
    }

    [TestMethod]
    public void Continues_NaN_ThrowsNamingTheEpoch() => Assert.Contains(
        "NaN after epoch 4",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new EpochChoice(new EpochSelection(_ => double.NaN)).Continues(State(4, 0), () => throw new NotSupportedException()))
            .Message);

    [TestMethod]
    public void Selection_NumbersOutOfRange_Throw()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EpochSelection(_ => 0, 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => new EpochSelection(null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EpochSelection(_ => 0) { SmallestRise = -1e-9 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EpochSelection(_ => 0) { SmallestRise = double.NaN });
    }

    private static EpochState State(int epoch, double loss) => new(epoch, loss, _ => throw new NotSupportedException());
}
