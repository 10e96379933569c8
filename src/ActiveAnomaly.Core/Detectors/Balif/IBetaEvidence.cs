using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>
/// The Beta distributions of rows' abnormal probabilities, and what would become of them if some of the rows were answered. Not thread
/// safe.
/// </summary>
public interface IBetaEvidence
{
    /// <summary>Gets the number of rows, n.</summary>
    int RowCount { get; }

    /// <summary>Gets the first parameter of a row's distribution: the evidence that it is abnormal.</summary>
    /// <param name="row">The row, from 0, among those that the evidence is about.</param>
    /// <returns>alpha, positive.</returns>
    double Alpha(int row);

    /// <summary>Gets the second parameter of a row's distribution: the evidence that it is normal.</summary>
    /// <param name="row">The row, from 0, among those that the evidence is about.</param>
    /// <returns>beta, positive.</returns>
    double Beta(int row);

    /// <summary>Pretends that a row was answered, with what that does to all rows.</summary>
    /// <param name="row">The row, from 0, among those that the evidence is about.</param>
    /// <param name="label">Normal or abnormal.</param>
    /// <exception cref="ArgumentException">The label is no answer.</exception>
    void Pretend(int row, RowLabel label);

    /// <summary>Makes evidence that starts from what is pretended here, and goes on its own.</summary>
    /// <returns>The copy.</returns>
    IBetaEvidence Copy();
}
