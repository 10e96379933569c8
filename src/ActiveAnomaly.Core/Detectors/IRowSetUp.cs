namespace ActiveAnomaly.Detectors;

/// <summary>
/// What a detector computes of each row of a pool before it looks at labels, a row's numbers depending on no other row's. Thread safe.
/// </summary>
public interface IRowSetUp
{
    /// <summary>Gets the number of numbers a row.</summary>
    int ValueCount { get; }

    /// <summary>Computes rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="values">Receives [rows x <see cref="ValueCount"/>], row by row.</param>
    /// <param name="computed">Is told of rows that are computed, how many each time, from several threads; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Compute(int first, Memory<float> values, Action<int>? computed, CancellationToken cancellationToken);
}
