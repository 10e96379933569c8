using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// A pool as the kernel sees it, with all that was learnt of it without labels: what a stage needs and does not compute again. Immutable
/// and thread safe.
/// </summary>
internal sealed class EmbeddedPool
{
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
    /// <param name="share">Scores all rows by the prior's detectors in place of the pool itself; null where that does.</param>
    /// <param name="phaseBegins">
    /// Called when a phase of <see cref="StepCount"/> steps begins; gives what is called after each of them, from several
    /// threads, or null.
    /// </param>
    /// <param name="cancellationToken">Cancels learning.</param>
    public static EmbeddedPool Learn(
        FeatureMatrix pool,
        SeededRandom random,
        Action<Lazy<IRowSetUp>, Memory<float>, Action<int>?>? share,
        Func<LearningPhase, Action?> phaseBegins,
        CancellationToken cancellationToken)
    {
        var scored = InSteps(phaseBegins(LearningPhase.Prior));
        var learnt = new Lazy<IRowSetUp>(() => PriorPool.Learn(pool, random, cancellationToken));
        var scores = new float[checked(pool.RowCount * PriorDetectors.Count)];
        if (share is null)
        {
            learnt.Value.Compute(0, scores, scored, cancellationToken);
        }
        else
        {
            share(learnt, scores, scored);
        }

        var prior = (PriorPool)learnt.Value;
        var embedded = phaseBegins(LearningPhase.Ranks);
        var kernel = KernelSpace.LearnKernel(prior.Scaling, prior.Unit, random);
        return Of(prior.Unit, prior.Scaling, prior.Detectors, kernel, scores, embedded, cancellationToken);
    }

    /// <summary>Gives the same pool, which shares its memory, with features that weigh otherwise.</summary>
    public EmbeddedPool Weighing(float[]? weights) =>
        weights == Space.Kernel.FeatureWeights ? this : new(Space.Weighing(weights), Panels, _prior);

    /// <summary>Gives the number of steps that scoring a pool takes, and embedding it.</summary>
    public static int StepCount(int rowCount) => PriorPool.BlockCount(rowCount);

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
        PriorPool.InBlocks(
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

    /// <summary>Makes of rows steps; whoever computes rows tells of whole blocks of them.</summary>
    private static Action<int>? InSteps(Action? step) => step is null ? null : rowCount =>
    {
        for (var left = PriorPool.BlockCount(rowCount); left > 0; left--)
        {
            step();
        }
    };
}
