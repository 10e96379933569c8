namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryReasonTests
{
    [TestMethod]
    public void ReasonOf_EachStrategy_SaysWhyInAWordOrTwo()
    {
        (QueryStrategy Strategy, string? Expected)[] cases =
        [
            (new HighConfidenceStrategy(), "highest score"),
            (new AdaptiveBoundaryStrategy(), "boundary"),
            (new DecisionBoundaryStrategy(), "boundary"),
            (new BetaMarginStrategy(), "least decided"),
            (new RandomStrategy(), "random"),
            (new NoQueryStrategy(), null),
            (new SubsamplingStrategy(new HighConfidenceStrategy(), 0.5), "highest score"),
        ];
        foreach (var (strategy, expected) in cases)
        {
            Assert.AreEqual(expected, strategy.ReasonOf([], count: 1, position: 0), strategy.Name);
        }
    }

    [TestMethod]
    public void ReasonOf_Mixed_IsThatOfThePartTheRowIsIn()
    {
        var mixed = new MixedStrategy(new HighConfidenceStrategy(), new RandomStrategy(), 0.5);
        Assert.AreSequenceEqual(
            ["highest score", "highest score", "random", "random"], Enumerable.Range(0, 4).Select(i => mixed.ReasonOf([], 4, i)));
    }

    [TestMethod]
    public void ReasonOf_Thirds_FollowsTheParts()
    {
        var thirds = new ThirdsStrategy();
        Assert.AreSequenceEqual(
            ["highest score", "highest score", "boundary", "boundary", "least known"],
            Enumerable.Range(0, 5).Select(i => thirds.ReasonOf([], 5, i)));
        Assert.AreEqual("highest score", new ThirdsStrategy(TopShare.All).ReasonOf([], 5, 4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => thirds.ReasonOf([], 5, 5));
    }
}
