namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Sums against the documented order of operations, written without vectors, and against exact arithmetic.</summary>
[TestClass]
public sealed class DoubleKernelsTests
{
    private const int MostLength = 100;

    [TestMethod]
    public void AddProducts_Singles_RoundEachElementOnceAndLeaveTheRest()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            var random = new Random(length);
            float[] x = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            var sums = Draw(random, length + 9);
            var before = (double[])sums.Clone();
            DoubleKernels.AddProducts(x, 1.0 / 3, sums);
            for (var i = 0; i < sums.Length; i++)
            {
                Assert.AreEqual(i < length ? Math.FusedMultiplyAdd(x[i], 1.0 / 3, before[i]) : before[i], sums[i], $"{length}: {i}");
            }
        }
    }

    [TestMethod]
    public void AddDifferences_Singles_RoundEachElementAndLeaveTheRest()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            var random = new Random(length);
            float[] x = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            float[] y = [.. Enumerable.Range(0, length + 3).Select(_ => random.NextSingle() - 0.5f)];
            var sums = Draw(random, length + 9);
            var before = (double[])sums.Clone();
            DoubleKernels.AddDifferences(x, y, 1.0 / 3, sums);
            for (var i = 0; i < sums.Length; i++)
            {
                var expected = i < length ? Math.FusedMultiplyAdd(MathF.Abs(x[i] - y[i]), 1.0 / 3, before[i]) : before[i];
                Assert.AreEqual(expected, sums[i], $"{length}: {i}");
            }
        }
    }

    [TestMethod]
    public void AddProducts_Doubles_RoundEachElementOnceAndLeaveTheRest()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            var random = new Random(length);
            var (x, sums) = (Draw(random, length), Draw(random, length + 9));
            var before = (double[])sums.Clone();
            DoubleKernels.AddProducts(x, 1.0 / 3, sums);
            for (var i = 0; i < sums.Length; i++)
            {
                Assert.AreEqual(i < length ? Math.FusedMultiplyAdd(x[i], 1.0 / 3, before[i]) : before[i], sums[i], $"{length}: {i}");
            }
        }
    }

    [TestMethod]
    public void Dot_EveryLength_HasTheBitsOfSixteenParts()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            var random = new Random(length);
            var (x, y) = (Draw(random, length), Draw(random, length + 3));
            Assert.AreEqual(InSixteenParts(x, y), DoubleKernels.Dot(x, y), $"Length {length}");
        }
    }

    [TestMethod]
    public void AddToParts_StretchByStretch_GivesTheBitsOfSixteenParts()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            var random = new Random(length);
            var (x, others) = (Draw(random, length), Enumerable.Range(0, 5).Select(_ => Draw(random, length + 3)).ToArray());
            var parts = new double[5 * DoubleKernels.PartCount];
            var whole = length / 16 * 16;
            for (var (first, count) = (0, 32); first < whole; first += count)
            {
                count = Math.Min(count, whole - first);
                var stretch = x.AsSpan(first, count);
                DoubleKernels.AddToParts(
                    stretch, others[0].AsSpan(first), others[1].AsSpan(first), others[2].AsSpan(first), others[3].AsSpan(first), parts);
                DoubleKernels.AddToParts(stretch, others[4].AsSpan(first), parts.AsSpan(64));
            }

            for (var i = 0; i < others.Length; i++)
            {
                var own = parts.AsSpan(i * DoubleKernels.PartCount, DoubleKernels.PartCount);
                Assert.AreEqual(InSixteenParts(x, others[i]), DoubleKernels.FromParts(own, x, others[i], whole), $"Length {length}, {i}");
                Assert.AreEqual(
                    InSixteenParts(x, others[i]),
                    DoubleKernels.FromParts(new double[16], x, others[i], 0),
                    $"Length {length}, {i}, from nothing");
            }
        }
    }

    [TestMethod]
    public void Dot_WholeNumbers_IsExact()
    {
        for (var length = 0; length <= MostLength; length++)
        {
            // 1 (1 - 50) + 2 (2 - 50) + ...: no rounding in any order.
            double[] x = [.. Enumerable.Range(1, length).Select(i => (double)i)];
            double[] y = [.. Enumerable.Range(1, length).Select(i => i - 50.0)];
            Assert.AreEqual(Enumerable.Range(1, length).Sum(i => (long)i * (i - 50)), DoubleKernels.Dot(x, y), $"Length {length}");
        }
    }

    [TestMethod]
    public void AnyKernel_ShortTarget_Throws()
    {
        Throws("sums", () => DoubleKernels.AddProducts(new float[9], 1, new double[8]));
        Throws("sums", () => DoubleKernels.AddProducts(new double[9], 1, new double[8]));
        Throws("y", () => DoubleKernels.Dot(new double[9], new double[8]));
        var (long16, short16) = (new double[16], new double[15]);
        Throws("y0", () => DoubleKernels.AddToParts(long16, long16, long16, short16, long16, new double[64]));
        Throws("y0", () => DoubleKernels.AddToParts(long16, short16, long16, long16, long16, new double[64]));
        Throws("parts", () => DoubleKernels.AddToParts(long16, long16, long16, long16, long16, new double[63]));
        Throws("x", () => DoubleKernels.AddToParts(short16, long16, long16, long16, long16, new double[64]));
        Throws("y", () => DoubleKernels.AddToParts(long16, short16, long16));
        Throws("parts", () => DoubleKernels.AddToParts(long16, long16, short16));
        Throws("x", () => DoubleKernels.AddToParts(short16, long16, long16));
        Throws("y", () => DoubleKernels.FromParts(long16, long16, short16, 0));
        Throws("parts", () => DoubleKernels.FromParts(short16, long16, long16, 0));
        Throws("first", () => DoubleKernels.FromParts(long16, long16, long16, 8));
    }

    private static double InSixteenParts(double[] x, double[] y)
    {
        const int count = 16;
        var parts = new double[count];
        var whole = x.Length / count * count;
        for (var i = 0; i < whole; i++)
        {
            parts[i % count] = Math.FusedMultiplyAdd(x[i], y[i], parts[i % count]);
        }

        for (var half = count / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
            {
                parts[i] += parts[i + half];
            }
        }

        var sum = parts[0];
        for (var i = whole; i < x.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

    private static void Throws(string parameter, Action call) =>
        Assert.AreEqual(parameter, Assert.ThrowsExactly<ArgumentException>(call).ParamName);
}
