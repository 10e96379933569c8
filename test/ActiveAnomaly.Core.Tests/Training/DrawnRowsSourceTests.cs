using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class DrawnRowsSourceTests
{
    private static readonly int[] Unlabeled = [3, 5, 8, 13, 21, 34, 55];
    private static readonly int[] Labeled = [100, 200];

    [TestMethod]
    public void Rows_EveryBatch_HoldsEachDrawAtItsPlaces()
    {
        var source = Source(stepCount: 20);
        source.BeginEpoch(0);
        Assert.AreEqual((9, (int?)20, 0..4, 4..9), (source.LargestBatch, source.StepCount, source.PlacesOf(0), source.PlacesOf(1)));
        for (var step = 0; step < 20; step++)
        {
            int[] rows = [.. source.Rows(step)];
            Assert.HasCount(9, rows);
            Assert.IsTrue(rows[..4].All(Unlabeled.Contains) && rows[4..].All(Labeled.Contains), $"Step {step}");
            Assert.HasCount(4, rows[..4].Distinct());
        }
    }

    [TestMethod]
    public void Rows_WithoutReplacementOfTooFew_AreAllOfThem()
    {
        var source = new DrawnRowsSource([new RowDraw(Labeled, 5, WithReplacement: false)], 3, new SeededRandom(1));
        source.BeginEpoch(0);
        Assert.AreEqual(2, source.LargestBatch);
        Assert.AreSequenceEqual(Labeled, source.Rows(2).ToArray().Order());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Rows_ManyBatches_HaveEveryRowEquallyOftenAtEveryPlace(bool withReplacement)
    {
        // 7,000 batches: 1,000 times each, with a standard deviation of sqrt(7000 / 7 * 6 / 7) = 29; five of them.
        const int stepCount = 7000;
        var source = new DrawnRowsSource([new RowDraw(Unlabeled, 3, withReplacement)], stepCount, new SeededRandom(4));
        source.BeginEpoch(0);
        for (var place = 0; place < 3; place++)
        {
            var counts = Enumerable.Range(0, stepCount).Select(step => source.Rows(step)[place]).CountBy(row => row).ToDictionary();
            Assert.IsTrue(Unlabeled.All(row => Math.Abs(counts[row] - 1000) < 145), $"Place {place}");
        }

        var repeated = Enumerable.Range(0, stepCount).Count(step => source.Rows(step).ToArray().Distinct().Count() < 3);

        // 1 - 6/7 * 5/7 of the batches with replacement, +- sqrt(7000 * 0.39 * 0.61) = 41; five of them.
        Assert.AreEqual(withReplacement ? stepCount * 19 / 49.0 : 0, repeated, withReplacement ? 205 : 0);
    }

    [TestMethod]
    public void Rows_SameSeed_AreTheSameAndOtherEpochsAreNot()
    {
        var (one, two) = (Source(stepCount: 6), Source(stepCount: 6));
        one.BeginEpoch(3);
        two.BeginEpoch(0);
        int[] first = All(two);
        two.BeginEpoch(3);
        Assert.AreSequenceEqual(All(one), All(two));
        Assert.IsFalse(first.SequenceEqual(All(two)));
    }

    [TestMethod]
    public void Rows_OfFewerSteps_AreTheFirstOfMore()
    {
        var (few, many) = (Source(stepCount: 2), Source(stepCount: 6));
        few.BeginEpoch(1);
        many.BeginEpoch(1);
        Assert.AreSequenceEqual(All(few), All(many)[..18]);
    }

    [TestMethod]
    public void Rows_OfADraw_DoNotDependOnTheOthers()
    {
        var alone = new DrawnRowsSource([new RowDraw(Unlabeled, 4, WithReplacement: false)], 6, new SeededRandom(1));
        var beside = Source(stepCount: 6);
        alone.BeginEpoch(2);
        beside.BeginEpoch(2);
        for (var step = 0; step < 6; step++)
        {
            Assert.AreSequenceEqual(alone.Rows(step).ToArray(), beside.Rows(step)[..4].ToArray());
        }
    }

    [TestMethod]
    public void BeginEpoch_Always_AllocatesOnlyStreams()
    {
        var source = Source(stepCount: 1000);
        source.BeginEpoch(0);
        Assert.IsLessThan(1000L, Allocations.Fewest(() => source.BeginEpoch(1)));
    }

    [TestMethod]
    public void Constructor_WhatDrawsNothing_Throws()
    {
        var random = new SeededRandom(1);
        Assert.ThrowsExactly<ArgumentException>(() => new DrawnRowsSource([], 1, random));
        Assert.ThrowsExactly<ArgumentException>(() => new DrawnRowsSource([new RowDraw([], 1, WithReplacement: true)], 1, random));
        Assert.ThrowsExactly<ArgumentException>(() => new DrawnRowsSource([new RowDraw(Labeled, 0, WithReplacement: true)], 1, random));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new DrawnRowsSource([new RowDraw(Labeled, 1, WithReplacement: true)], 0, random));
    }

    private static DrawnRowsSource Source(int stepCount) => new(
        [new RowDraw(Unlabeled, 4, WithReplacement: false), new RowDraw(Labeled, 5, WithReplacement: true)],
        stepCount,
        new SeededRandom(1));

    private static int[] All(DrawnRowsSource source) =>
        [.. Enumerable.Range(0, source.StepCount!.Value).SelectMany(step => source.Rows(step).ToArray())];
}
