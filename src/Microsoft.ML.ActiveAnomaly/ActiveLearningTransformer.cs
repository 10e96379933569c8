using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// What an <see cref="ActiveLearningEstimator"/> gives: the last stage's model as a transformer, and the history of how it
/// came about. The history is not saved with the model. Immutable and thread safe.
/// </summary>
public sealed class ActiveLearningTransformer : DetectorTransformer
{
    internal ActiveLearningTransformer(
        MLContext mlContext,
        ActiveLearningSession session,
        Calibration? calibration,
        ScoringColumns columns,
        DataViewSchema inputSchema)
        : base(mlContext, session.Model!, calibration, columns, inputSchema)
    {
        History = [.. session.History];
        Labels = session.Labels;
    }

    /// <summary>
    /// Gets every stage that the session kept (<see cref="SessionOptions.KeptStageCount"/>): its model, scores, query and answers.
    /// </summary>
    public IReadOnlyList<SessionStage> History { get; }

    /// <summary>Gets the labels known at the end, one a row of the input.</summary>
    public PoolLabels Labels { get; }
}
