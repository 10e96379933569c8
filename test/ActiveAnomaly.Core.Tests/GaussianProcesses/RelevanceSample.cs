namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Answered rows of which only the first feature tells abnormal ones, and what is likely of them, in double precision.</summary>
internal sealed class RelevanceSample
{
    private readonly float[] _unit;
    private readonly float[] _robust;
    private readonly float[] _linear;
    private readonly double[] _prior;

    private RelevanceSample(int count, int width, Random random, bool isTold)
    {
        Width = width;
        _unit = [.. Enumerable.Range(0, count * width).Select(_ => random.NextSingle())];
        _robust = [.. _unit.Select(value => (4 * value) - 2)];
        _linear = [.. Enumerable.Range(0, count * PriorRanks.LinearCount).Select(_ => 0.3f * random.NextSingle())];
        _prior = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 1)];
        IsAbnormal = [.. Enumerable.Range(0, count).Select(i => isTold ? Math.Abs(_unit[i * width] - 0.5f) > 0.3f : random.Next(2) == 0)];
        var panels = new RowPanels(count, width);
        panels.Put(0, _unit, _robust, _linear);
        Rows = KernelRows.Of(panels, _prior, [.. Enumerable.Range(0, count)]);
    }

    public static LaplaceKernel Kernel { get; } = new(unitLength: 2, robustLength: 7);

    public int Width { get; }

    public KernelRows Rows { get; }

    public bool[] IsAbnormal { get; }

    /// <summary>Draws rows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="isTold">Whether the first feature tells; otherwise nothing does.</param>
    public static RelevanceSample Draw(int count, int width, int seed, bool isTold = true) => new(count, width, new Random(seed), isTold);

    /// <summary>Gives e' (K + s I)^-1 e / 2 + ln det(K + s I) / 2, by elimination.</summary>
    public double Loss(float[] weights, double noise)
    {
        var count = Rows.Count;
        double[] errors = [.. IsAbnormal.Select((isAbnormal, i) => (isAbnormal ? 1 : -1) - _prior[i])];
        var matrix = Enumerable.Range(0, count).Select(
            i => Enumerable.Range(0, count).Select(j => Covariance(i, j, weights) + (i == j ? noise : 0)).Append(errors[i]).ToArray());
        double[][] rows = [.. matrix];

        // Elimination leaves the pivots on the diagonal, and their product is the determinant.
        var solved = Elimination.Solve(rows);
        return (errors.Zip(solved, (x, y) => x * y).Sum() / 2) + (rows.Select((row, i) => Math.Log(row[i])).Sum() / 2);
    }

    private double Covariance(int i, int j, float[] weights)
    {
        double Distance(float[] view) =>
            Enumerable.Range(0, Width).Sum(k => weights[k] * Math.Abs((double)view[(i * Width) + k] - view[(j * Width) + k]));
        return (Math.Exp(-Distance(_unit) / Kernel.UnitLength) / 2)
            + (Math.Exp(-Distance(_robust) / Kernel.RobustLength) / 2)
            + Enumerable.Range(0, PriorRanks.LinearCount).Sum(
                k => (double)_linear[(i * PriorRanks.LinearCount) + k] * _linear[(j * PriorRanks.LinearCount) + k]);
    }
}
