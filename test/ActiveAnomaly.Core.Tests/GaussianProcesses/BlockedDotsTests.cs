namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Products in stretches against whole ones, which <see cref="DoubleKernelsTests"/> checks.</summary>
[TestClass]
public sealed class BlockedDotsTests
{
    private static readonly int[] Lengths = [0, 1, 15, 16, 17, 255, 256, 257, 272, 300, 530];

    [TestMethod]
    public void Of_AnyCountsAndLength_HasTheBitsOfDot()
    {
        foreach (var length in Lengths)
        {
            for (var count = 1; count <= 9; count++)
            {
                var (xs, ys) = (Rows(3, length, seed: 1), Rows(count, length + 2, seed: 2));
                using var dots = new BlockedDots(xs, ys, BlockedDots.Whole(length));
                for (var i = 0; i < xs.Length; i++)
                {
                    for (var j = 0; j < count; j++)
                    {
                        Assert.AreEqual(DoubleKernels.Dot(xs[i], ys[j]), dots.Of(i, j, length), $"{length}, {count}: {i}, {j}");
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Of_FewerElementsSummedUp_AddsTheRest()
    {
        var (xs, ys) = (Rows(2, 100, seed: 1), Rows(5, 100, seed: 2));
        using var dots = new BlockedDots(xs, ys, 32);
        Assert.AreEqual(DoubleKernels.Dot(xs[1], ys[4]), dots.Of(1, 4, 100));
        Assert.AreEqual(DoubleKernels.Dot(xs[1].AsSpan(0, 40), ys[4]), dots.Of(1, 4, 40));
    }

    private static double[][] Rows(int count, int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray())];
    }
}
