using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.PReNet;

[TestClass]
public sealed class PairRowsSourceTests
{
    private static readonly int[] Unlabeled = [.. Enumerable.Range(100, 60)];

    private static readonly int[] Abnormal = [1, 2, 3];

    [TestMethod]
    [DataRow(4, 2, 1, 1)]
    [DataRow(7, 2, 1, 4)]
    [DataRow(512, 256, 128, 128)]
    public void Shares_OfACount_AreHalfAQuarterAndTheRest(int count, int unlabeled, int mixed, int abnormal)
    {
        var targets = new PairShares(count).Targets(0, 4, 8);
        Assert.AreEqual((unlabeled, mixed, abnormal), (targets.Count(y => y == 0), targets.Count(y => y == 4), targets.Count(y => y == 8)));
        Assert.AreSequenceEqual(targets.Order(), targets);
    }

    [TestMethod]
    public void Rows_OfBothSources_ArePairsOfTheThreeKinds()
    {
        foreach (var (firsts, seconds) in Batches(count: 40, Unlabeled, Abnormal))
        {
            Assert.IsTrue(firsts[..30].All(Unlabeled.Contains) && seconds[..20].All(Unlabeled.Contains));
            Assert.IsTrue(firsts[30..].All(Abnormal.Contains) && seconds[20..].All(Abnormal.Contains));
            Assert.AreEqual(40, firsts[..20].Concat(seconds[..20]).Distinct().Count(), "Unlabelled rows of a batch differ.");
            Assert.AreEqual(10, firsts[20..30].Distinct().Count());
            Assert.IsTrue(firsts[30..].Zip(seconds[30..]).All(pair => pair.First != pair.Second));
        }
    }

    [TestMethod]
    public void Rows_OfManyBatches_GiveEveryRowItsShare()
    {
        // 400 batches of 10 (a, a) pairs: each of 6 ordered pairs 667 times, standard deviation 24; each of 60 unlabelled rows 133 times at
        // either place, 9.
        var batches = Enumerable.Range(0, 200).SelectMany(epoch => Batches(40, Unlabeled, Abnormal, epoch)).ToList();
        var pairs = batches.SelectMany(batch => batch.Firsts[30..].Zip(batch.Seconds[30..])).CountBy(pair => pair).ToList();
        Assert.HasCount(6, pairs);
        Assert.IsTrue(pairs.All(pair => Math.Abs(pair.Value - 667) < 110), string.Join(", ", pairs));
        foreach (var givesSecond in (bool[])[false, true])
        {
            var rows = batches.SelectMany(batch => (givesSecond ? batch.Seconds : batch.Firsts)[..20]).CountBy(row => row).ToList();
            Assert.HasCount(60, rows);
            Assert.IsTrue(rows.All(row => Math.Abs(row.Value - 133) < 50));
        }
    }

    [TestMethod]
    public void Rows_FewerUnlabeledRowsThanABatchTakes_GivesEachOnceBeforeAnyAgain()
    {
        foreach (var (firsts, seconds) in Batches(count: 8, [5, 6, 7], [1]))
        {
            int[] drawn = [.. firsts[..4], .. seconds[..4]];
            Assert.IsTrue(drawn.Chunk(3).All(part => part.Distinct().Count() == part.Length));
            Assert.IsTrue(firsts[6..].Concat(seconds[6..]).All(row => row == 1));
        }
    }

    [TestMethod]
    public void BeginEpoch_AnyOrder_GivesTheEpochsOwnPairs()
    {
        var source = Source(40, Unlabeled, Abnormal, givesSecond: false);
        source.BeginEpoch(2);
        int[] alone = [.. source.Rows(0)];
        source.BeginEpoch(1);
        int[] other = [.. source.Rows(0)];
        source.BeginEpoch(2);
        Assert.AreSequenceEqual(alone, source.Rows(0).ToArray());
        Assert.AreNotSequenceEqual(alone, other);
    }

    private static PairRowsSource Source(int count, int[] unlabeled, int[] abnormal, bool givesSecond) =>
        new(unlabeled, abnormal, new PairShares(count), givesSecond, stepCount: 2, new SeededRandom(3));

    private static IEnumerable<(int[] Firsts, int[] Seconds)> Batches(int count, int[] unlabeled, int[] abnormal, int epoch = 0)
    {
        var firsts = Source(count, unlabeled, abnormal, givesSecond: false);
        var seconds = Source(count, unlabeled, abnormal, givesSecond: true);
        firsts.BeginEpoch(epoch);
        seconds.BeginEpoch(epoch);
        return [(firsts.Rows(0).ToArray(), seconds.Rows(0).ToArray()), (firsts.Rows(1).ToArray(), seconds.Rows(1).ToArray())];
    }
}
