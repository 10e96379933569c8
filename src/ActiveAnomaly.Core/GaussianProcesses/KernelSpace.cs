using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Everything that the Gaussian process learns from a pool without labels: how features are scaled, what the detectors think, what their
/// scores mean, and how far a kernel reaches. Any row can then be embedded, each on its own. Immutable and thread safe.
/// </summary>
/// <param name="scaling">How features are scaled.</param>
/// <param name="detectors">The detectors behind the prior.</param>
/// <param name="ranks">What their scores mean.</param>
/// <param name="kernel">The kernel.</param>
internal sealed class KernelSpace(FeatureScaling scaling, PriorDetectors detectors, PriorRanks ranks, LaplaceKernel kernel)
{
    /// <summary>The number of rows whose distances give the kernels' lengths.</summary>
    private const int LengthRowCount = 500;

    private delegate ReadOnlySpan<float> View(int panel);

    public FeatureScaling Scaling => scaling;

    public PriorDetectors Detectors => detectors;

    public PriorRanks Ranks => ranks;

    public LaplaceKernel Kernel => kernel;

    public int FeatureCount => scaling.FeatureCount;

    /// <summary>Gives the same space with features that weigh otherwise.</summary>
    public KernelSpace Weighing(float[]? weights) => new(scaling, detectors, ranks, kernel.Weighing(weights));

    /// <summary>
    /// Learns how far the kernel reaches: the median distance of two rows, over 500 drawn ones, and at least half of the mean distance, for
    /// where most rows are nearly the same the median is what these differ by, and knows nothing of the others. Where most are the same,
    /// the median of the distances above 0.
    /// </summary>
    public static LaplaceKernel LearnKernel(FeatureScaling scaling, FeatureMatrix unit, SeededRandom random)
    {
        var drawn = random.Derive("lengths").SampleRange(unit.RowCount, Math.Min(unit.RowCount, LengthRowCount));
        Array.Sort(drawn);
        var (rows, robust) = (unit.Select(drawn), new float[drawn.Length * unit.FeatureCount]);
        scaling.ToRobust(rows.Values, robust);
        var panels = new RowPanels(drawn.Length, unit.FeatureCount);
        panels.Put(0, rows.Values, robust, []);
        return new LaplaceKernel(
            Length(rows.Values, panels, panels.Unit), Length(robust, panels, panels.Robust));
    }

    /// <summary>Embeds the rows whose unit view is given: fills in the robust view, the detectors' scores, and what these mean.</summary>
    public void Embed(EmbeddedRows rows, CancellationToken cancellationToken)
    {
        scaling.ToRobust(rows.Unit, rows.Robust);
        detectors.Score(rows.Unit, rows.Scores, cancellationToken);
        Interpret(rows);
    }

    /// <summary>Fills in what the detectors' scores mean.</summary>
    public void Interpret(EmbeddedRows rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            rows.Prior[i] = ranks.Prior(
                rows.Scores.Slice(i * PriorDetectors.Count, PriorDetectors.Count),
                rows.Linear.Slice(i * PriorRanks.LinearCount, PriorRanks.LinearCount));
        }
    }

    private static double Length(ReadOnlySpan<float> rows, RowPanels panels, View view)
    {
        var kernels = KernelSet.For(VectorPaths.Default);
        var block = new float[panels.Count * RowPanels.RowCount];
        var distances = new float[panels.Count * (panels.Count - 1) / 2];
        var next = 0;
        for (var panel = 0; panel < panels.PanelCount; panel++)
        {
            kernels.ManhattanPanelDistances(rows, panels.Count, panels.FeatureCount, view(panel), block);
            for (var lane = 0; lane < panels.CountOf(panel); lane++)
            {
                for (var row = (panel * RowPanels.RowCount) + lane + 1; row < panels.Count; row++)
                {
                    distances[next++] = block[(row * RowPanels.RowCount) + lane];
                }
            }
        }

        var median = Quantile.Of(distances, 0.5);
        if (median > 0)
        {
            return Math.Max(median, distances.Average(distance => (double)distance) / 2);
        }

        var above = Array.FindAll(distances, distance => distance > 0);
        return above.Length > 0 ? Quantile.Of(above, 0.5) : 1;
    }
}
