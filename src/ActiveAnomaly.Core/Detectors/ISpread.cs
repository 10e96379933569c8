using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>What models made of models can do: say how far these disagree, an uncertainty.</summary>
public interface ISpread
{
    /// <summary>
    /// Computes how far the members disagree on each row: the (population) standard deviation of their calibrated scores.
    /// </summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One value a row, at least 0, in units of the score.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    float[] Spread(FeatureMatrix rows, CancellationToken cancellationToken = default);
}
