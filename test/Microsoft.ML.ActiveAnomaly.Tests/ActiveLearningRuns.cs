using ActiveAnomaly.Querying;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// Small runs of active learning: NCE on the pool of <see cref="Rows"/>, three stages of four rows unless told otherwise.
/// </summary>
internal static class ActiveLearningRuns
{
    public const int StageCount = 3;

    public const int Budget = 4;

    public static readonly QueryStrategy[] Strategies =
        [new RandomStrategy(), new HighConfidenceStrategy(), new AdaptiveBoundaryStrategy(0.6)];

    public static ActiveLearningEstimator Estimator(
        MLContext mlContext, QueryStrategy? strategy = null, LabelOracle? oracle = null, ActiveLearningEstimator.Options? options = null) =>
        mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(),
            strategy ?? Strategies[2],
            oracle ?? LabelOracle.FromColumn(),
            options ?? new ActiveLearningEstimator.Options { StageCount = StageCount, Session = new() { BudgetPerStage = Budget } });

    public static ActiveLearningTransformer Fit(
        PoolRow[] rows, QueryStrategy? strategy = null, LabelOracle? oracle = null, ActiveLearningEstimator.Options? options = null)
    {
        var mlContext = new MLContext(1);
        return Estimator(mlContext, strategy, oracle, options).Fit(mlContext.View(rows));
    }
}
