using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class IsolationForestTests
{
    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, 1)]
    [DataRow(3, 2)]
    [DataRow(4, 2)]
    [DataRow(5, 3)]
    [DataRow(255, 8)]
    [DataRow(256, 8)]
    [DataRow(257, 9)]
    public void DepthOf_Sample_IsTheLogarithmRoundedUp(int sampleSize, int expected) =>
        Assert.AreEqual(expected, IsolationForest.DepthOf(sampleSize));

    [TestMethod]
    [DataRow(0, 0.0)]
    [DataRow(1, 0.0)]
    [DataRow(2, 1.0)]
    [DataRow(3, (2 * (0.69314718055994531 + 0.57721566490153286)) - (4.0 / 3))]
    public void AveragePathLength_FewRows_IsTheHandArithmetic(int count, double expected) =>
        Assert.AreEqual(expected, IsolationForest.AveragePathLength(count), 1e-12);

    [TestMethod]
    [DataRow(50)]
    [DataRow(256)]
    [DataRow(5000)]
    public void AveragePathLength_ManyRows_IsThatOfTheHarmonicNumber(int count) =>
        // ln(n - 1) + gamma is less than H(n - 1) by about 1 / (2 (n - 1)).
        Assert.AreEqual(
            ReferenceIsolationTree.AveragePathLength(count), IsolationForest.AveragePathLength(count) + (1.0 / (count - 1)), 1e-4);

    [TestMethod]
    public void Score_TreesMadeByHand_IsTheHandArithmetic()
    {
        // Two trees of three rows, two splits deep. Tree 1: x0 <= 0.5, then on the left x1 <= 0.25. Tree 2: x1 <= 0.75, and no more.
        IsolationSplit[] splits =
        [
            new(0.5f, 0), new(0.25f, 1), IsolationSplit.AllLeft,
            new(0.75f, 1), IsolationSplit.AllLeft, IsolationSplit.AllLeft,
        ];
        var forest = new IsolationForest(3, splits, [2, 2, 1, 99, 2, 99, 1, 99]);
        (float[] Row, double PathLengths)[] cases =
        [
            ([0.5f, 0.25f], 2 + 2),
            ([0.5f, 0.26f], 2 + 2),
            ([0.6f, 0.75f], 1 + 2),
            ([0.6f, 0.76f], 1 + 1),
            ([float.MaxValue, float.MinValue], 1 + 2),
        ];
        var average = (2 * (Math.Log(2) + 0.5772156649015329)) - (4.0 / 3);
        foreach (var (row, pathLengths) in cases)
        {
            var score = new float[1];
            forest.Score(row, 2, score, CancellationToken.None);
            Assert.AreEqual(Math.Pow(2, -pathLengths / 2 / average), score[0], 1e-6);
        }
    }

    [TestMethod]
    public void Average_ValuesOfLeaves_AreThoseThatRowsReach()
    {
        var forest = new IsolationForest(2, [new(0.5f, 0), new(0.25f, 0)], [1, 1, 1, 1]);
        var means = new float[3];
        forest.Average([1, 2, 10, 20], [0.25f, 0.5f, 0.6f], 1, means, CancellationToken.None);
        Assert.AreSequenceEqual([(1 + 10) / 2f, (1 + 20) / 2f, (2 + 20) / 2f], means);
    }

    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(7, 3)]
    [DataRow(9, 2)]
    [DataRow(16, 30)]
    [DataRow(100, 5)]
    [DataRow(256, 64)]
    [DataRow(100, 700)]
    public void FindLeaves_AnyNumberOfRows_FindsWhereTheSplitsPoint(int sampleSize, int featureCount)
    {
        // Trees of 1 to 8 levels, whose leaves lie at different depths; blocks of 128 rows, of 64 and of 16.
        var random = new Random(1);
        var values = new float[300 * featureCount];
        foreach (ref var value in values.AsSpan())
        {
            value = random.Next(20);
        }

        var forest = IsolationForest.Grow(
            FeatureMatrix.Copy(values, featureCount), 3, sampleSize, new SeededRandom(1), null, CancellationToken.None);
        foreach (var rowCount in (int[])[1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 72, 127, 128, 129, 136, 143, 255, 256, 257, 300])
        {
            var rows = values.AsSpan(0, rowCount * featureCount);
            double[] sums = new double[rowCount];
            for (var tree = 0; tree < 3; tree++)
            {
                var leaves = new ushort[rowCount];
                forest.FindLeaves(tree, rows, featureCount, leaves);
                for (var row = 0; row < rowCount; row++)
                {
                    var leaf = LeafOf(forest, tree, values.AsSpan(row * featureCount, featureCount));
                    Assert.AreEqual(leaf, leaves[row], $"Row {row} of {rowCount}, tree {tree}");
                    sums[row] += forest.PathLengths[(tree << forest.Depth) + leaf];
                }
            }

            var scores = new float[rowCount];
            forest.Score(rows, featureCount, scores, CancellationToken.None);
            var average = IsolationForest.AveragePathLength(sampleSize);
            Assert.AreSequenceEqual(sums.Select(sum => (float)Math.Pow(2, -1 / (3 * average) * sum)), scores, $"{rowCount} rows");
        }
    }

    [TestMethod]
    public void Grow_Pool_AgreesWithThePapersAlgorithm()
    {
        // Random draws differ, expectations do not: each row's mean path length over as many trees, by two independent programs.
        const int treeCount = 2000;
        var pool = SyntheticPools.Surface(150).Rows;
        double[][] rows =
            [.. Enumerable.Range(0, pool.RowCount).Select(row => Array.ConvertAll(pool.Row(row).ToArray(), value => (double)value))];
        var random = new Random(1);
        ReferenceIsolationTree[] trees =
        [
            .. Enumerable.Range(0, treeCount)
                .Select(_ => new ReferenceIsolationTree([.. rows.OrderBy(_ => random.Next()).Take(64)], 6, random)),
        ];
        var forest = IsolationForest.Grow(pool, treeCount, 64, new SeededRandom(1), null, CancellationToken.None);
        var scores = new float[pool.RowCount];
        forest.Score(pool.Values, pool.FeatureCount, scores, CancellationToken.None);
        for (var row = 0; row < pool.RowCount; row++)
        {
            double[] lengths = [.. trees.Select(tree => tree.PathLength(rows[row]))];
            var mean = lengths.Average();
            var error = Math.Sqrt(2 * lengths.Average(length => (length - mean) * (length - mean)) / treeCount);
            var found = -Math.Log2(scores[row]) * IsolationForest.AveragePathLength(64);

            // c is a little less than with the harmonic number: up to 0.02 in a leaf of several rows.
            Assert.AreEqual(mean, found, (5 * error) + 0.02, $"Row {row}");
        }
    }

    [TestMethod]
    public void Grow_CategoricalColumns_AreDrawnAsOften()
    {
        // A number, 40 categories, a number, and 3 categories: at each root one of four, whatever they are made of.
        const int treeCount = 4000;
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(i =>
        {
            var row = new float[45];
            (row[0], row[41]) = (random.NextSingle(), random.NextSingle());
            (row[1 + random.Next(40)], row[42 + random.Next(3)]) = (1, 1);
            return row;
        });
        var pool = FeatureMatrix.FromRows([.. rows]).WithCategoricalRanges([new(1, 40), new(42, 3)]);
        var forest = IsolationForest.Grow(pool, treeCount, 200, new SeededRandom(1), null, CancellationToken.None);
        int[] roots = [.. Enumerable.Range(0, treeCount).Select(tree => forest.Splits[tree * ((1 << forest.Depth) - 1)].Feature)];
        foreach (var (first, count) in ((int, int)[])[(0, 1), (1, 40), (41, 1), (42, 3)])
        {
            // A quarter of 4,000, of the standard deviation 27; and a category of its column as often as another.
            Assert.AreEqual(1000, roots.Count(root => root >= first && root < first + count), 5 * 27.4, $"From {first}");
            Assert.IsTrue(Enumerable.Range(first, count).All(
                feature => Math.Abs(roots.Count(root => root == feature) - (1000.0 / count)) < 5.5 * Math.Sqrt(1000.0 / count)));
        }
    }

    [TestMethod]
    public void Grow_CategoricalColumns_AgreesWithThePapersAlgorithmOfColumns()
    {
        const int treeCount = 2000;
        var random = new Random(2);
        double[][] rows =
        [
            .. Enumerable.Range(0, 100).Select(i =>
            {
                var row = new double[8];
                (row[0], row[1]) = (random.Next(50), random.Next(50));
                row[2 + Math.Min(random.Next(6), random.Next(6))] = 1;
                return row;
            }),
        ];
        int[][] columns = [[0], [1], [2, 3, 4, 5, 6, 7]];
        ReferenceIsolationTree[] trees =
        [
            .. Enumerable.Range(0, treeCount)
                .Select(_ => new ReferenceIsolationTree([.. rows.OrderBy(_ => random.Next()).Take(64)], 6, random, columns)),
        ];
        var pool = FeatureMatrix.FromRows([.. rows.Select(row => Array.ConvertAll(row, value => (float)value))])
            .WithCategoricalRanges([new(2, 6)]);
        var forest = IsolationForest.Grow(pool, treeCount, 64, new SeededRandom(1), null, CancellationToken.None);
        var scores = new float[100];
        forest.Score(pool.Values, 8, scores, CancellationToken.None);
        for (var row = 0; row < 100; row++)
        {
            double[] lengths = [.. trees.Select(tree => tree.PathLength(rows[row]))];
            var mean = lengths.Average();
            var error = Math.Sqrt(2 * lengths.Average(length => (length - mean) * (length - mean)) / treeCount);
            Assert.AreEqual(
                mean, -Math.Log2(scores[row]) * IsolationForest.AveragePathLength(64), (5 * error) + 0.02, $"Row {row}");
        }
    }

    [TestMethod]
    public void Grow_RowsThatAreAllEqual_ScoresOneHalf()
    {
        var pool = FeatureMatrix.Copy(new float[200], 2);
        var scores = new float[100];
        var forest = IsolationForest.Grow(pool, 5, 64, new SeededRandom(1), null, CancellationToken.None);
        forest.Score(pool.Values, 2, scores, CancellationToken.None);
        Assert.IsTrue(scores.All(score => Math.Abs(score - 0.5) < 1e-6));
    }

    [TestMethod]
    public void Grow_OneFeatureThatDiffersAmongMany_SplitsAtThat()
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 64 * 1000).Select(i => i % 1000 == 777 ? i / 1000 : 5f)], 1000);
        var forest = IsolationForest.Grow(pool, 3, 64, new SeededRandom(1), null, CancellationToken.None);
        Assert.IsTrue(forest.Splits.ToArray().All(split => split.Feature is 0 or 777));
        Assert.IsTrue(forest.Splits.ToArray().Count(split => split.Feature == 777) > 60);
    }

    [TestMethod]
    public void Grow_NeighbouringNumbers_SplitsThem()
    {
        // No number lies between: a threshold rounded up to the higher one would leave the right side empty.
        var pool = FeatureMatrix.Copy([1f, float.BitIncrement(1f)], 1);
        var forest = IsolationForest.Grow(pool, 50, 2, new SeededRandom(1), null, CancellationToken.None);
        Assert.IsTrue(forest.Splits.ToArray().All(split => split == new IsolationSplit(1f, 0)));
    }

    [TestMethod]
    public void Grow_LargestNumbers_StaysFinite()
    {
        var pool = FeatureMatrix.Copy([float.MinValue, float.MaxValue, 0, 1], 1);
        var forest = IsolationForest.Grow(pool, 20, 4, new SeededRandom(1), null, CancellationToken.None);
        Assert.IsTrue(forest.Splits.ToArray().All(split => float.IsFinite(split.Threshold)));
    }

    [TestMethod]
    public void Grow_Sample_IsDrawnWithoutReplacement()
    {
        // All eight rows, each once: three splits at most, and no row's place is shared unless the depth ends.
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 8).Select(i => (float)i)], 1);
        var forest = IsolationForest.Grow(pool, 200, 8, new SeededRandom(1), null, CancellationToken.None);
        for (var tree = 0; tree < 200; tree++)
        {
            // Sizes of leaves, from their path lengths' fractions: c is whole for 1 and 2 rows only. Depth 3 closes what is left.
            Assert.AreEqual(8.0, Mass(forest, tree, 0, 0), 1e-3);
        }
    }

    private static int LeafOf(IsolationForest forest, int tree, ReadOnlySpan<float> row)
    {
        var (node, splitCount) = (0, (1 << forest.Depth) - 1);
        while (node < splitCount)
        {
            var split = forest.Splits[(tree * splitCount) + node];
            node = (2 * node) + (row[split.Feature] <= split.Threshold ? 1 : 2);
        }

        return node - splitCount;
    }

    /// <summary>The number of rows below a node, from the leaves' path lengths: depth + c(count).</summary>
    private static double Mass(IsolationForest forest, int tree, int node, int depth)
    {
        var splitCount = (1 << forest.Depth) - 1;
        if (node < splitCount && forest.Splits[(tree * splitCount) + node] is var split && split != IsolationSplit.AllLeft)
        {
            return Mass(forest, tree, (2 * node) + 1, depth + 1) + Mass(forest, tree, (2 * node) + 2, depth + 1);
        }

        for (; node < splitCount; node = (2 * node) + 1)
        {
        }

        var below = forest.PathLengths[(tree << forest.Depth) + node - splitCount] - depth;
        return Enumerable.Range(1, 8).MinBy(count => Math.Abs(IsolationForest.AveragePathLength(count) - below));
    }
}
