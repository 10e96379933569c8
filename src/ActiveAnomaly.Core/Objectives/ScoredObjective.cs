namespace ActiveAnomaly.Objectives;

/// <summary>A loss built on an anomaly score of each row, which a head may use too.</summary>
public abstract class ScoredObjective : Objective
{
    /// <summary>Computes the score of one row of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="position">The row's place in it, from 0.</param>
    /// <returns>The score s; higher is more anomalous.</returns>
    public abstract float ScoreOf(in ObjectiveBatch batch, int position);

    /// <summary>Adds the gradient of a term that depends on a row's score.</summary>
    /// <param name="batch">The batch; its output gradient is added to.</param>
    /// <param name="position">The row's place in it, from 0.</param>
    /// <param name="slope">The term's derivative by the score.</param>
    public abstract void AddScoreGradient(in ObjectiveBatch batch, int position, float slope);
}
