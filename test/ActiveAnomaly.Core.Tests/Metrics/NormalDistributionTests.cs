namespace ActiveAnomaly.Metrics;

/// <summary>The quantile against the density, integrated numerically.</summary>
[TestClass]
public sealed class NormalDistributionTests
{
    /// <summary>
    /// Relative, of a probability: Simpson's rule with steps h errs by h^4 z^4 / 180, 5e-14 at z = 7; the quantile by 1e-16 of z, which
    /// counts z^2 times.
    /// </summary>
    private const double Tolerance = 1e-12;

    private const double Step = 1.0 / 4096;

    [TestMethod]
    public void Quantile_LowerHalf_LeavesTheProbabilityBelow()
    {
        foreach (var p in Probabilities())
        {
            Assert.AreEqual(1, Tail(-NormalDistribution.Quantile(p)) / p, Tolerance, $"{p:R}");
        }
    }

    [TestMethod]
    public void Quantile_UpperHalf_LeavesTheRestAbove()
    {
        foreach (var p in Probabilities())
        {
            // What is left of 1 after rounding is exact.
            Assert.AreEqual(1, Tail(NormalDistribution.Quantile(1 - p)) / (1 - (1 - p)), Tolerance, $"{p:R}");
        }
    }

    [TestMethod]
    public void Quantile_ProbabilitiesThatAddUpToOne_AreOpposite()
    {
        for (var i = 1; i < 1024; i++)
        {
            Assert.AreEqual(-NormalDistribution.Quantile(i / 1024.0), NormalDistribution.Quantile(1 - (i / 1024.0)), $"{i}");
        }
    }

    [TestMethod]
    public void Quantile_Half_IsZero() => Assert.AreEqual(0, NormalDistribution.Quantile(0.5));

    [TestMethod]
    public void Quantile_WhereFormulasMeet_Rises()
    {
        // 0.5 - 0.425 = 0.075, and exp(-5^2).
        foreach (var seam in (double[])[0.075, 1 - 0.075, Math.Exp(-25)])
        {
            const double smallStep = 1e-9;
            var before = NormalDistribution.Quantile(seam * (1 - smallStep));
            var after = NormalDistribution.Quantile(seam * (1 + smallStep));
            Assert.IsTrue(before < after && after - before < 1e-6, $"{seam}: {before:R}, {after:R}");
        }
    }

    /// <summary>From 1e-12 to 1/2, three a decade, and the seams of the formulas.</summary>
    private static IEnumerable<double> Probabilities() =>
        Enumerable.Range(0, 35).Select(i => Math.Pow(10, -12 + (i / 3.0))).Append(0.075).Append(Math.Exp(-25)).Append(0.49);

    /// <summary>The integral of the density from z on, by Simpson's rule: all terms are positive, so that nothing cancels.</summary>
    private static double Tail(double z)
    {
        var stepCount = 2 * (int)Math.Ceiling(Math.Min(45 / Math.Max(z, 1), 10 - Math.Min(z, 0)) / (2 * Step));
        var sum = 0.0;
        for (var i = 0; i <= stepCount; i++)
        {
            var weight = i == 0 || i == stepCount ? 1 : i % 2 == 1 ? 4 : 2;
            var place = z + (i * Step);
            sum += weight * Math.Exp(-place * place / 2);
        }

        return sum * Step / 3 / Math.Sqrt(2 * Math.PI);
    }
}
