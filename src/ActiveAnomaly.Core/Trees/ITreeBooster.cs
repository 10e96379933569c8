using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Boosts trees on two classes of rows. The package ActiveAnomaly.ML has one on ML.NET's FastTree; another library is a class of this.
/// </summary>
/// <remarks>An implementation is safe to use from several threads, and gives the same bits for the same arguments.</remarks>
public interface ITreeBooster
{
    /// <summary>Boosts trees.</summary>
    /// <param name="rows">The rows [n x columns], of both classes.</param>
    /// <param name="isAbnormal">Which rows are abnormal [n].</param>
    /// <param name="settings">How.</param>
    /// <param name="cancellationToken">Cancels it, as early as the implementation can.</param>
    /// <returns>
    /// The trees, whose leaves on a row's way add up to the log odds of its being abnormal. Node 0 of a tree is its root; rows of at most a
    /// split's threshold go to the left; a leaf's target is 0. None where no split is possible.
    /// </returns>
    /// <exception cref="NotSupportedException">A setting cannot be honoured.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyList<IReadOnlyList<GraphTreeNode>> Boost(
        FeatureMatrix rows, IReadOnlyList<bool> isAbnormal, BoostingSettings settings, CancellationToken cancellationToken);
}
