using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// The default engine: training on the calling thread in portable SIMD code, with all memory allocated before the first
/// step. Large products of a step run in parts on several threads, and those with rows that are almost all zero leave the zeros out. The
/// same plan gives the same bits on every run, at every vector width and on any number of threads.
/// </summary>
public sealed class ManagedEngine : ITrainingEngine
{
    private readonly KernelSet _kernels;

    /// <summary>Creates the engine.</summary>
    /// <param name="path">Which implementation of the kernels; null for <see cref="VectorPaths.Default"/>.</param>
    /// <exception cref="ArgumentException">The processor lacks the path.</exception>
    public ManagedEngine(VectorPath? path = null)
    {
        var chosen = path ?? VectorPaths.Default;
        if (!VectorPaths.IsSupported(chosen))
        {
            throw new ArgumentException($"This processor lacks {chosen}; {VectorPaths.Default} is the widest that it has.", nameof(path));
        }

        _kernels = KernelSet.For(chosen);
    }

    /// <inheritdoc/>
    public string Name => $"Managed ({Path})";

    /// <summary>Gets which implementation of the kernels runs.</summary>
    public VectorPath Path => _kernels.Path;

    /// <inheritdoc/>
    public TrainingResult Train(TrainingPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var stepCount = plan.Validate();
        var run = new ManagedTrainingRun(plan, _kernels);
        var losses = new List<double>(plan.EpochCount);
        var choice = plan.Selection is null ? null : new EpochChoice(plan.Selection);
        var continues = true;
        for (var epoch = 0; epoch < plan.EpochCount && continues; epoch++)
        {
            run.BeginEpoch(epoch);
            for (var step = 0; step < stepCount; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Step(step, lastOfEpoch: step == stepCount - 1);
            }

            losses.Add(run.EpochLoss);
            continues = choice?.Continues(
                new EpochState(epoch, losses[epoch], part => Parameters(run, part)), () => Parameters(run)) ?? true;
            plan.Progress?.Invoke(new EpochProgress(epoch, plan.EpochCount, losses[epoch]));
        }

        var parameters = choice?.Parameters ?? Parameters(run);
        return parameters.Values.All(AreFinite)
            ? new TrainingResult(parameters, losses)
            : throw TrainingDivergedException.OfWeights(Math.Max(0, losses.Count - 1), stepCount - 1);
    }

    private static Dictionary<NetworkPart, NetworkParameters> Parameters(ManagedTrainingRun run) =>
        run.Parts.ToDictionary(part => part.Part, part => part.Parameters());

    private static NetworkParameters Parameters(ManagedTrainingRun run, NetworkPart part) =>
        run.Parts.FirstOrDefault(candidate => candidate.Part == part)?.Parameters()
        ?? throw new KeyNotFoundException($"The part '{part.Name}' is none of the plan's.");

    private static bool AreFinite(NetworkParameters parameters) => parameters.Layers.All(layer =>
        FeatureMatrix.IndexOfNonFinite(layer.Weights) < 0
        && FeatureMatrix.IndexOfNonFinite(layer.Biases) < 0
        && FeatureMatrix.IndexOfNonFinite(layer.RunningMean) < 0
        && FeatureMatrix.IndexOfNonFinite(layer.RunningVariance) < 0);
}
