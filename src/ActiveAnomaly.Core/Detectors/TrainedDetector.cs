namespace ActiveAnomaly.Detectors;

/// <summary>What training gives: the model, and the scores of the rows that it was trained on. Immutable.</summary>
public sealed class TrainedDetector
{
    /// <summary>Creates what training gives for a model that queries by its scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scores">Its scores of the pool's rows [n], in pool order.</param>
    public TrainedDetector(DetectorModel model, ReadOnlyMemory<float> scores)
        : this(model, scores, scores)
    {
    }

    /// <summary>Creates what training gives for a model that queries by something else than its scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scores">Its scores of the pool's rows [n], in pool order.</param>
    /// <param name="queryScores">What it queries by [n], in pool order.</param>
    /// <exception cref="ArgumentException">There are not as many query scores as scores.</exception>
    public TrainedDetector(DetectorModel model, ReadOnlyMemory<float> scores, ReadOnlyMemory<float> queryScores)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (queryScores.Length != scores.Length)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores and {queryScores.Length} query scores; one of each is needed for every row.",
                nameof(queryScores));
        }

        Model = model;
        Scores = scores;
        QueryScores = queryScores;
    }

    /// <summary>Gets the model.</summary>
    public DetectorModel Model { get; }

    /// <summary>
    /// Gets the model's scores of the pool's rows [n], in pool order; the same bits as the model gives when it scores them
    /// again.
    /// </summary>
    public ReadOnlyMemory<float> Scores { get; }

    /// <summary>Gets what queries are made by [n], in pool order: the scores, unless the model is an <see cref="IQueryScorer"/>.</summary>
    public ReadOnlyMemory<float> QueryScores { get; }
}
