namespace ActiveAnomaly.Detectors;

/// <summary>
/// What calibrated models can do: say how probable it is that a row of some score is abnormal. docs/probability.md tells what that is
/// worth. A model of your own may do it as well; ML.NET's transformer then has the column of the probability, though the trainer's output
/// schema, which is made before there is a model, does not tell of it.
/// </summary>
public interface IProbability
{
    /// <summary>Gives the probability that a row is abnormal. It never falls as the score rises.</summary>
    /// <param name="score">A score of this model.</param>
    /// <returns>The probability, in [0, 1]; NaN for a score that is NaN: of such a row nothing is known.</returns>
    float ProbabilityOf(float score);
}
