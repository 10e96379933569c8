using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Kernels;

/// <summary>The first levels of a tree, at every width against a walk from split to split.</summary>
[TestClass]
public sealed class TreeKernelsTests
{
    private const int SplitCount = 15;

    /// <summary>Where neighbours meet, and what a difference would round to 0 or to infinity.</summary>
    private static readonly float[] Edges =
    [
        0, -0f, float.Epsilon, -float.Epsilon, 1, MathF.BitIncrement(1), MathF.BitDecrement(1), float.MaxValue, float.MinValue,
    ];

    public static IEnumerable<object[]> Paths => Enum.GetValues<VectorPath>().Select(path => new object[] { path });

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void DescendTop_AnySplits_GoesWhereTheyPoint(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        var random = new Random(1);
        foreach (var (rowCount, stride, featureCount) in ((int, int, int)[])
            [(16, 16, 1), (16, 32, 5), (32, 32, 7), (48, 64, 30), (112, 128, 3), (128, 128, 30), (128, 131, 2)])
        {
            float Value() => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : (float)random.Next(-4, 5);
            var columns = new float[((featureCount - 1) * stride) + rowCount];
            foreach (ref var value in columns.AsSpan())
            {
                value = Value();
            }

            // More splits than the first levels have: those below must not matter.
            IsolationSplit[] splits = [.. Enumerable.Range(0, 31).Select(_ => new IsolationSplit(Value(), random.Next(featureCount)))];
            var places = Enumerable.Repeat(-7, rowCount + 5).ToArray();
            kernels.DescendTop(splits, columns, stride, rowCount, places);
            var what = $"{rowCount} rows of {featureCount} features, {stride} apart";
            var expected = Enumerable.Range(0, rowCount).Select(row => Place(splits, columns, stride, row));
            Assert.AreSequenceEqual(expected, places[..rowCount], what);
            Assert.IsTrue(places[rowCount..].All(place => place == -7), what);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void DescendTop_EveryPlace_IsReached(VectorPath path)
    {
        // Row i is to reach place i: split k of a level of 2^l sends the second half of its 16 / 2^l rows to the right.
        IsolationSplit[] splits = [.. Enumerable.Range(0, SplitCount).Select(split =>
        {
            var level = (int)Math.Log2(split + 1);
            var rows = 16 >> level;
            return new IsolationSplit(((split + 1 - (1 << level)) * rows) + (rows / 2) - 0.5f, 0);
        })];
        float[] columns = [.. Enumerable.Range(0, 16).Select(row => (float)row)];
        var places = new int[16];
        Require.Kernels(path).DescendTop(splits, columns, 16, 16, places);
        Assert.AreSequenceEqual(Enumerable.Range(0, 16), places);
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void DescendTop_WrongLengths_Throw(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var (name, splits, stride, rows, places) in ((string, int, int, int, int)[])
            [("splits", 14, 32, 32, 32), ("stride", 15, 31, 32, 32), ("places", 15, 32, 32, 31), ("rowCount", 15, 32, 24, 32)])
        {
            var exception = Assert.Throws<ArgumentException>(
                () => kernels.DescendTop(new IsolationSplit[splits], new float[64], stride, rows, new int[places]));
            Assert.AreEqual(name, exception.ParamName);
        }
    }

    private static int Place(IsolationSplit[] splits, float[] columns, int stride, int row)
    {
        var node = 0;
        while (node < SplitCount)
        {
            var value = (double)columns[(splits[node].Feature * stride) + row];
            node = (2 * node) + (value <= splits[node].Threshold ? 1 : 2);
        }

        return node - SplitCount;
    }
}
