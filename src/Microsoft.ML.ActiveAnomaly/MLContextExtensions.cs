using Microsoft.ML.ActiveAnomaly;

namespace Microsoft.ML;

/// <summary>The entry point of the library.</summary>
public static class MLContextExtensions
{
    /// <summary>Gets the trainers and the active-learning estimator.</summary>
    /// <param name="mlContext">The context that they take their seed, log and GPU choice from.</param>
    /// <returns>The catalog.</returns>
    public static ActiveAnomalyCatalog ActiveAnomaly(this MLContext mlContext) => new(mlContext);
}
