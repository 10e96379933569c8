namespace ActiveAnomaly.Explanations;

/// <summary>
/// What models can do whose method tells by itself what each feature adds to a score, such as one whose score is a sum over the features.
/// <see cref="Explainer"/> asks for it by <see cref="Detectors.DetectorModel.TryGet"/>, and samples where a model cannot.
/// </summary>
public interface IContributions
{
    /// <summary>
    /// Adds what each feature of a row adds to its score, compared with another row: the sum over the features is the difference of the two
    /// scores. Called from several threads at once.
    /// </summary>
    /// <param name="row">The row [d], finite.</param>
    /// <param name="reference">The row that it is compared with [d], finite.</param>
    /// <param name="contributions">To each of these numbers its feature's contribution is added [d].</param>
    /// <exception cref="ArgumentException">One of the three has another length than the model has features.</exception>
    void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions);
}
