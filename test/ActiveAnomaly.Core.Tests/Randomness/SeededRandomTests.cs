namespace ActiveAnomaly.Randomness;

[TestClass]
public sealed class SeededRandomTests
{
    /// <summary>The first outputs of SplitMix64 from state 0, as published with its C code.</summary>
    [TestMethod]
    public void Reference_SplitMixFromZero_GivesThePublishedNumbers()
    {
        ulong state = 0;
        Assert.AreSequenceEqual(
            [0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL, 0xF88BB8A8724C81ECUL],
            [SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state)]);
    }

    /// <summary>The first outputs of xoshiro256** from state 1, 2, 3, 4, as in the tests of Rust's rand_xoshiro.</summary>
    [TestMethod]
    public void Reference_XoshiroFromOneTwoThreeFour_GivesThePublishedNumbers()
    {
        ulong[] state = [1, 2, 3, 4];
        Assert.AreSequenceEqual(
            [11520UL, 0UL, 1509978240UL, 1215971899390074240UL],
            [Xoshiro(state), Xoshiro(state), Xoshiro(state), Xoshiro(state)]);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(-1L)]
    [DataRow(long.MinValue)]
    [DataRow(123456789012345L)]
    public void NextUInt64_AnySeed_IsXoshiroSeededBySplitMix(long seed)
    {
        var mixed = unchecked((ulong)seed);
        ulong[] state = [SplitMix(ref mixed), SplitMix(ref mixed), SplitMix(ref mixed), SplitMix(ref mixed)];
        var random = new SeededRandom(seed);
        Assert.IsTrue(Enumerable.Range(0, 1000).All(_ => random.NextUInt64() == Xoshiro(state)));
    }

    [TestMethod]
    public void NextDouble_Always_IsTheUpper53Bits() =>
        Assert.AreEqual((new SeededRandom(5).NextUInt64() >> 11) / 9007199254740992.0, new SeededRandom(5).NextDouble());

    [TestMethod]
    public void Derive_SameNameAndIndex_GivesTheSameStream() =>
        Assert.AreEqual(new SeededRandom(1).Derive("weights", 3).NextUInt64(), new SeededRandom(1).Derive("weights", 3).NextUInt64());

    [TestMethod]
    public void Derive_AfterDraws_GivesTheSameStream()
    {
        var random = new SeededRandom(1);
        random.NextUInt64();
        Assert.AreEqual(new SeededRandom(1).Derive("weights").NextUInt64(), random.Derive("weights").NextUInt64());
    }

    [TestMethod]
    public void Derive_Always_LeavesTheParentsNumbers()
    {
        var random = new SeededRandom(1);
        random.Derive("weights").NextUInt64();
        Assert.AreEqual(new SeededRandom(1).NextUInt64(), random.NextUInt64());
    }

    [TestMethod]
    public void Derive_ManySeedsNamesAndIndices_GivesDifferentStreams()
    {
        var first = from seed in Enumerable.Range(0, 10)
                    from name in new[] { string.Empty, "a", "b", "ab", "ba", "stage", "epoch", "layer" }
                    from index in Enumerable.Range(-5, 100)
                    select new SeededRandom(seed).Derive(name, index).NextUInt64();
        Assert.AreEqual(10 * 8 * 100, first.Distinct().Count());
    }

    [TestMethod]
    public void Derive_NestedInOtherOrder_GivesAnotherStream() => Assert.AreNotEqual(
        new SeededRandom(1).Derive("a", 1).Derive("b", 2).NextUInt64(), new SeededRandom(1).Derive("b", 2).Derive("a", 1).NextUInt64());

    [TestMethod]
    public void NextInt32_ManyDraws_IsUniform()
    {
        // Chi-square with 9 degrees of freedom exceeds 27.9 with probability 0.001; the seed is fixed, so the test is not random.
        const double bound = 27.9;
        var counts = new int[10];
        var random = new SeededRandom(1);
        for (var i = 0; i < 100_000; i++)
        {
            counts[random.NextInt32(10)]++;
        }

        Assert.IsLessThan(bound, counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000));
    }

    [TestMethod]
    public void NextInt32_LimitOne_IsZero() => Assert.AreEqual(0, new SeededRandom(1).NextInt32(1));

    [TestMethod]
    public void NextInt32_LargestLimit_StaysBelowIt()
    {
        var random = new SeededRandom(1);
        Assert.IsTrue(Enumerable.Range(0, 1000).All(_ => random.NextInt32(int.MaxValue) is >= 0 and < int.MaxValue));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void NextInt32_LimitBelowOne_Throws(int limit) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SeededRandom(1).NextInt32(limit));

    [TestMethod]
    public void Shuffle_Values_PermutesThem()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new SeededRandom(1).Shuffle(values.AsSpan());
        Assert.AreSequenceEqual(Enumerable.Range(0, 100), values.Order());
    }

    [TestMethod]
    public void Shuffle_Values_ChangesTheirOrder()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new SeededRandom(1).Shuffle(values.AsSpan());
        Assert.AreNotSequenceEqual(Enumerable.Range(0, 100), values);
    }

    [TestMethod]
    public void Shuffle_ThreeValues_GivesEveryOrderEquallyOften()
    {
        // Chi-square with 5 degrees of freedom exceeds 20.5 with probability 0.001.
        const double bound = 20.5;
        var random = new SeededRandom(1);
        var orders = Enumerable.Range(0, 6000).GroupBy(_ =>
        {
            int[] values = [0, 1, 2];
            random.Shuffle(values.AsSpan());
            return (values[0], values[1]);
        });
        Assert.IsLessThan(bound, orders.Sum(order => Math.Pow(order.Count() - 1000, 2) / 1000));
    }

    [TestMethod]
    public void Sample_Some_DrawsDifferentElements()
    {
        var drawn = new SeededRandom(1).Sample([.. Enumerable.Range(0, 50)], 20);
        Assert.IsTrue(drawn.Length == 20 && drawn.Distinct().Count() == 20 && drawn.All(value => value is >= 0 and < 50));
    }

    [TestMethod]
    public void Sample_All_DrawsEveryElement() => Assert.AreSequenceEqual([3, 5, 8], new SeededRandom(1).Sample([8, 3, 5], 3).Order());

    [TestMethod]
    public void Sample_PairsOfFive_GivesEverySubsetEquallyOften()
    {
        // Chi-square with 9 degrees of freedom exceeds 27.9 with probability 0.001.
        const double bound = 27.9;
        var random = new SeededRandom(1);
        var subsets = Enumerable.Range(0, 10_000).GroupBy(_ => string.Concat(random.Sample([0, 1, 2, 3, 4], 2).Order()));
        Assert.IsLessThan(bound, subsets.Sum(subset => Math.Pow(subset.Count() - 1000, 2) / 1000));
    }

    [TestMethod]
    public void Sample_Always_LeavesItsValues()
    {
        int[] values = [1, 2, 3, 4, 5];
        new SeededRandom(1).Sample(values, 4);
        Assert.AreSequenceEqual([1, 2, 3, 4, 5], values);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(4)]
    public void Sample_CountOutOfRange_Throws(int count) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SeededRandom(1).Sample([1, 2, 3], count));

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static ulong Xoshiro(ulong[] s)
    {
        static ulong Rotate(ulong x, int k) => (x << k) | (x >> (64 - k));
        var result = Rotate(s[1] * 5, 7) * 9;
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = Rotate(s[3], 45);
        return result;
    }

    [TestMethod]
    public void NextNormal_ManyNumbers_HaveTheMomentsOfTheNormalDistribution()
    {
        var numbers = Draw(random => random.NextNormal());

        // Standard errors of the moments 0, 1, 0 and 3 of 100,000 numbers: 0.003, 0.0045, 0.012, 0.031; four of them each.
        Assert.AreEqual(0, numbers.Average(), 0.013);
        Assert.AreEqual(1, numbers.Average(x => x * x), 0.018);
        Assert.AreEqual(0, numbers.Average(x => x * x * x), 0.049);
        Assert.AreEqual(3, numbers.Average(x => x * x * x * x), 0.124);
    }

    [TestMethod]
    [DataRow(0.01)]
    [DataRow(0.2)]
    [DataRow(0.5)]
    [DataRow(1.0)]
    [DataRow(4.0)]
    public void NextBeta_ManyNumbers_HaveTheMomentsOfTheBetaDistribution(double alpha)
    {
        var numbers = Draw(random => random.NextBeta(alpha));
        Assert.IsTrue(numbers.All(x => x is >= 0 and <= 1));

        // Mean 1/2, variance 1 / (4 (2 a + 1)), fourth central moment 3 / (16 (2 a + 1) (2 a + 3)); four standard errors.
        var variance = 1 / (4 * ((2 * alpha) + 1));
        var fourth = 3 / (16 * ((2 * alpha) + 1) * ((2 * alpha) + 3));
        Assert.AreEqual(0.5, numbers.Average(), 4 * Math.Sqrt(variance / numbers.Length));
        var ofSquares = Math.Max(4 * Math.Sqrt((fourth - (variance * variance)) / numbers.Length), 1e-3);
        Assert.AreEqual(variance, numbers.Average(x => (x - 0.5) * (x - 0.5)), ofSquares);
    }

    private static double[] Draw(Func<SeededRandom, double> draw)
    {
        var random = new SeededRandom(4);
        return [.. Enumerable.Range(0, 100_000).Select(_ => draw(random))];
    }
}
