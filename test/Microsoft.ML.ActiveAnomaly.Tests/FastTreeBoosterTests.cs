using System.Collections;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trees that are read from the library, against the library's own scores.</summary>
[TestClass]
public sealed class FastTreeBoosterTests
{
    private const int RowCount = 400;

    /// <summary>The library adds up double values and rounds the sum to single precision; so do these tests.</summary>
    private const double Rounding = 1e-5;

    private static readonly BoostingSettings Settings =
        new() { TreeCount = 30, LeafCount = 8, LearningRate = 0.1, LeastLeafRowCount = 1, Seed = 1 };

    private static readonly bool[] IsAbnormal = [.. Enumerable.Range(0, RowCount).Select(row => row % 25 == 3)];

    /// <summary>Columns of tenths, whose values come many times, and of sixteenths, some of them 0 or negative.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.FromRows([.. Enumerable.Range(0, RowCount).Select(Values)]);

    public static IEnumerable<object[]> Changed =>
    [
        [Settings], [Settings with { TreeCount = 3 }], [Settings with { LeafCount = 3 }], [Settings with { LearningRate = 0.5 }],
        [Settings with { LeastLeafRowCount = 15 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Changed))]
    public void Boost_AnyRow_SumsUpToTheLibrarysLogOdds(BoostingSettings settings)
    {
        var trees = new FastTreeBooster().Boost(Pool, IsAbnormal, settings, CancellationToken.None);
        Assert.HasCount(settings.TreeCount, trees);
        Assert.AreEqual(settings.LeafCount, trees.Max(tree => tree.Count(node => node.IsLeaf)));

        // The rows themselves, rows at and beside each threshold, and rows far outside.
        float[] at = [.. trees.SelectMany(tree => tree).Where(node => !node.IsLeaf).Select(node => (float)node.Value).Distinct()];
        float[][] others =
        [
            .. Enumerable.Range(0, RowCount).Select(Values),
            .. at.SelectMany(value => (float[])[MathF.BitDecrement(value), value, MathF.BitIncrement(value)])
                .Select(value => new[] { value, value, value }),
            [-1e30f, -1e30f, -1e30f], [1e30f, 1e30f, 1e30f], [1e30f, -1e30f, 0],
        ];
        var expected = LibraryProbabilities(settings, others);
        for (var row = 0; row < others.Length; row++)
        {
            Assert.AreEqual(expected[row], 1 / (1 + Math.Exp(-trees.Sum(tree => Leaf(tree, others[row])))), Rounding, $"Row {row}");
        }

        Assert.IsGreaterThan(0.2, expected.Max() - expected.Min());
    }

    [TestMethod]
    public void Boost_Again_AndBesideOthers_GivesTheSameBits()
    {
        var first = new FastTreeBooster().Boost(Pool, IsAbnormal, Settings, CancellationToken.None);
        var booster = new FastTreeBooster();
        var others = new IReadOnlyList<IReadOnlyList<GraphTreeNode>>[8];
        Parallel.For(0, others.Length, i => others[i] = booster.Boost(Pool, IsAbnormal, Settings with { Seed = i }, default));
        foreach (var other in others)
        {
            Assert.AreSequenceEqual(first.SelectMany(tree => tree), other.SelectMany(tree => tree));
        }
    }

    [TestMethod]
    public void Boost_NothingToSplit_GivesNoTree()
    {
        var rows = FeatureMatrix.Copy([5, 5, 5], 1);
        Assert.IsEmpty(new FastTreeBooster().Boost(rows, [true, false, false], Settings, CancellationToken.None));
    }

    [TestMethod]
    public void Boost_OneAbnormalRow_FindsIt()
    {
        var rows = FeatureMatrix.Copy([.. Enumerable.Range(0, 300).Select(row => row == 7 ? 400f : row)], 1);
        var trees = new FastTreeBooster().Boost(rows, [.. Enumerable.Range(0, 300).Select(row => row == 7)], Settings, default);
        Assert.IsGreaterThan(trees.Sum(tree => Leaf(tree, [299])) + 1, trees.Sum(tree => Leaf(tree, [400])));
    }

    [TestMethod]
    public void Boost_CancelledBefore_ThrowsWithoutATree()
    {
        var readCount = 0;
        Assert.Throws<OperationCanceledException>(
            () => new FastTreeBooster().Boost(Pool, new ReadTruth(() => readCount++), Settings, new CancellationToken(canceled: true)));
        Assert.AreEqual(0, readCount);
    }

    [TestMethod]
    public void Boost_CancelledWhileItReads_ThrowsAtItsEnd()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => new FastTreeBooster().Boost(Pool, new ReadTruth(source.Cancel), Settings, source.Token));
    }

    [TestMethod]
    public void Boost_TruthOfOtherRows_ThrowsNamingBothCounts()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(
            () => new FastTreeBooster().Boost(Pool, [true, false], Settings, CancellationToken.None));
        Assert.Contains("2 truth values and 400 rows", exception.Message);
    }

    [TestMethod]
    public void Xgbod_EachOption_ChangesScores()
    {
        var labels = PoolLabels.Copy([.. IsAbnormal.Select(value => value ? RowLabel.Abnormal : RowLabel.Unlabeled)]);
        var standard = new XgbodOptions { Seed = 1, TreeCount = 20 };
        float[] Scores(XgbodOptions options) =>
            new XgbodDetector(options, new FastTreeBooster()).Fit(new TrainingRequest(Pool, labels)).Scores.ToArray();
        var expected = Scores(standard);
        foreach (var other in (XgbodOptions[])
            [
                standard with { TreeCount = 21 }, standard with { LeafCount = 4 }, standard with { LearningRate = 0.2 },
                standard with { LeastLeafRowCount = 12 },
            ])
        {
            Assert.IsFalse(expected.AsSpan().SequenceEqual(Scores(other)), other.ToString());
        }
    }

    private static float[] Values(int row) =>
    [
        MathF.Floor(10 * Rows.Number(row, 0)) / 10,
        (MathF.Floor(16 * Rows.Number(row, 1)) - 8) / 16,
        Rows.Number(row, 2) + (row % 25 == 3 ? 0.25f : 0),
    ];

    private static double Leaf(IReadOnlyList<GraphTreeNode> tree, float[] row)
    {
        var node = tree[0];
        while (!node.IsLeaf)
        {
            node = tree[row[node.Feature] <= node.Value ? node.Left : node.Right];
        }

        return node.Value;
    }

    /// <summary>Trains the library's trainer by itself, and gives the probabilities of its transformer.</summary>
    private static float[] LibraryProbabilities(BoostingSettings settings, float[][] rows)
    {
        var context = new MLContext(7);
        var model = context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = settings.TreeCount,
            NumberOfLeaves = settings.LeafCount,
            LearningRate = settings.LearningRate,
            MinimumExampleCountPerLeaf = settings.LeastLeafRowCount,
        }).Fit(context.Data.LoadFromEnumerable(IsAbnormal.Select((label, row) => new Example { Features = Values(row), Label = label })));
        var scored = model.Transform(context.Data.LoadFromEnumerable(rows.Select(row => new Example { Features = row })));
        return [.. scored.GetColumn<float>("Probability")];
    }

    /// <summary>The truth, which tells that it is read.</summary>
    private sealed class ReadTruth(Action read) : IReadOnlyList<bool>
    {
        public int Count => IsAbnormal.Length;

        public bool this[int index] => IsAbnormal[index];

        public IEnumerator<bool> GetEnumerator()
        {
            read();
            return IsAbnormal.AsEnumerable().GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Example
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
