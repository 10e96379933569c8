using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// A pool as the kernel sees it, with all that was learnt of it without labels: what a stage needs and does not compute again. Immutable
/// and thread safe.
/// </summary>
internal sealed class EmbeddedPool
{
    /// <summary>The number of rows that are embedded at a time: a multiple of a panel's.</summary>
    private const int BlockRowCount = 512;

    private readonly double[] _prior;

    /// <summary>Makes an embedded pool of its parts.</summary>
    public EmbeddedPool(KernelSpace space, RowPanels panels, double[] prior)
    {
        Space = space;
        Panels = panels;
        _prior = prior;
    }

    public KernelSpace Space { get; }

    public RowPanels Panels { get; }

    public ReadOnlySpan<double> Prior => _prior;

    /// <summary>Learns the space of a pool, and embeds the pool.</summary>
    /// <param name="pool">The rows, at least 2.</param>
    /// <param name="random">Random numbers; each consumer has a stream of its own.</param>
    /// <param name="phaseBegins">
    /// Called when a phase of <see cref="StepCount"/> steps begins; gives what is called after each of them, from several
    /// threads, or null.
    /// </param>
    /// <param name="cancellationToken">Cancels learning.</param>
    public static EmbeddedPool Learn(
        FeatureMatrix pool, SeededRandom random, Func<LearningPhase, Action?> phaseBegins, CancellationToken cancellationToken)
    {
        var scored = phaseBegins(LearningPhase.Prior);
        var scaling = FeatureScaling.Learn(pool, cancellationToken);
        var values = new float[pool.Values.Length];
        InBlocks(
            pool.RowCount,
            (first, count) => scaling.ToUnit(
                pool.Values.Slice(first * pool.FeatureCount, count * pool.FeatureCount), values.AsSpan(first * pool.FeatureCount)),
            cancellationToken);
        var unit = FeatureMatrix.Take(values, values.Length, pool.FeatureCount, featureNames: null);
        var detectors = PriorDetectors.Learn(unit, random, cancellationToken);
        var scores = new float[checked(pool.RowCount * PriorDetectors.Count)];
        InBlocks(
            pool.RowCount,
            (first, count) =>
            {
                detectors.Score(
                    unit.Values.Slice(first * unit.FeatureCount, count * unit.FeatureCount),
                    scores.AsSpan(first * PriorDetectors.Count, count * PriorDetectors.Count),
                    cancellationToken);
                scored?.Invoke();
            },
            cancellationToken);
        var embedded = phaseBegins(LearningPhase.Ranks);
        var kernel = KernelSpace.LearnKernel(scaling, unit, random);
        return Of(unit, scaling, detectors, kernel, scores, embedded, cancellationToken);
    }

    /// <summary>Gives the number of steps that scoring a pool takes, and embedding it.</summary>
    public static int StepCount(int rowCount) => (rowCount + BlockRowCount - 1) / BlockRowCount;

    /// <summary>Embeds a pool whose detectors' scores are known.</summary>
    /// <param name="unit">The pool's unit view.</param>
    /// <param name="scaling">How features are scaled.</param>
    /// <param name="detectors">The detectors.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="scores">The detectors' scores [n x 5].</param>
    /// <param name="embedded">Called after each of <see cref="StepCount"/> steps, from several threads, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static EmbeddedPool Of(
        FeatureMatrix unit,
        FeatureScaling scaling,
        PriorDetectors detectors,
        LaplaceKernel kernel,
        float[] scores,
        Action? embedded,
        CancellationToken cancellationToken)
    {
        var space = new KernelSpace(scaling, detectors, PriorRanks.Learn(scores, cancellationToken), kernel);
        var panels = new RowPanels(unit.RowCount, unit.FeatureCount);
        var prior = new double[unit.RowCount];
        InBlocks(
            unit.RowCount,
            (first, count) =>
            {
                using var rows = new EmbeddedRows(count, unit.FeatureCount);
                unit.Values.Slice(first * unit.FeatureCount, count * unit.FeatureCount).CopyTo(rows.Unit);
                scores.AsSpan(first * PriorDetectors.Count, count * PriorDetectors.Count).CopyTo(rows.Scores);
                scaling.ToRobust(rows.Unit, rows.Robust);
                space.Interpret(rows);
                panels.Put(first, rows.Unit, rows.Robust, rows.Linear);
                rows.Prior.CopyTo(prior.AsSpan(first));
                embedded?.Invoke();
            },
            cancellationToken);
        return new EmbeddedPool(space, panels, prior);
    }

    private static void InBlocks(int rowCount, Action<int, int> block, CancellationToken cancellationToken) =>
        ParallelLoop.Run(
            StepCount(rowCount),
            i => block(i * BlockRowCount, Math.Min(BlockRowCount, rowCount - (i * BlockRowCount))),
            cancellationToken);
}
