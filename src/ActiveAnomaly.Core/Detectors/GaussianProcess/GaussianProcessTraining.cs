using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>What the training of a model leaves for that of the next stage. It is not saved. Immutable, but for what it caches.</summary>
/// <param name="Source">The pool that was trained on.</param>
/// <param name="Pool">The same, embedded.</param>
/// <param name="Columns">Its covariances with the rows learnt from.</param>
/// <param name="AnsweredRows">The answered rows, in the order of the posterior.</param>
/// <param name="Posterior">The posterior.</param>
/// <param name="Noise">The variance of an answer that it was made with.</param>
/// <param name="WeightBasis">The answers that the pool's feature weights were learnt from; empty where none were.</param>
internal sealed record GaussianProcessTraining(
    FeatureMatrix Source,
    EmbeddedPool Pool,
    KernelColumns Columns,
    IReadOnlyList<int> AnsweredRows,
    Posterior Posterior,
    double Noise,
    IReadOnlyList<(int Row, bool IsAbnormal)> WeightBasis);
