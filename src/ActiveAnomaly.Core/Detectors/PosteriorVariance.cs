namespace ActiveAnomaly.Detectors;

/// <summary>
/// How little a model knows of some rows, and how much less it would be with answers for some of them, whatever these are. Not thread
/// safe.
/// </summary>
public abstract class PosteriorVariance
{
    /// <summary>Gets the variance of each row [n], in squared units of the score, at least 0 but for rounding.</summary>
    public abstract ReadOnlySpan<double> Values { get; }

    /// <summary>Lowers the variances to what they would be with an answer for one more of the rows.</summary>
    /// <param name="row">The row, by its place among these rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract void TakeForAnswered(int row);
}
